package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManagerFactory;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Threads that count in the row, each under its lock, and take every third change back. H2 alone
 * loses some of the others' changes thereby (decision 24): without {@link SerialFiles} this test
 * fails in most runs.
 */
class RollbackOnH2Test {

  private static final int THREADS = 6;
  private static final int CHANGES = 1_000;
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 1, 1, 0, 0);

  @Test
  void aTransactionThatIsRolledBackTakesNobodyElsesChangeWithIt() throws Exception {
    try (TestDatabase database = TestDatabase.h2()) {
      database.migrate();
      try (EntityManagerFactory factory = database.entityManagers()) {
        LocalTransactions transactions = new LocalTransactions(factory);
        WorkspaceFiles files = database.files(transactions);
        transactions.alone(
            () -> {
              files.insertIfAbsent(NOW);
              files.update(Requirements.of("0"), NOW);
              return null;
            });
        assertThat(count(transactions, files)).isEqualTo(content(transactions, files));
      }
    }
  }

  /** Has all threads count, and returns how many changes were committed. */
  private static int count(LocalTransactions transactions, WorkspaceFiles files) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Integer>> counters = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(i);
        counters.add(() -> committed(transactions, files, random));
      }
      int sum = 0;
      for (Future<Integer> counter : threads.invokeAll(counters)) {
        sum += counter.get();
      }
      return sum;
    } finally {
      threads.shutdown();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  private static int committed(
      LocalTransactions transactions, WorkspaceFiles files, Random random) {
    int committed = 0;
    for (int i = 0; i < CHANGES; i++) {
      LockSupport.parkNanos(random.nextInt(200_000));
      transactions.begin();
      int before =
          Integer.parseInt(files.lock().orElseThrow().requirements().orElseThrow().content());
      if (random.nextInt(3) == 0) {
        if (random.nextBoolean()) {
          files.update(Requirements.of("-1"), NOW);
        }
        transactions.rollback();
      } else {
        files.update(Requirements.of(Integer.toString(before + 1)), NOW);
        transactions.commit();
        committed++;
      }
    }
    return committed;
  }

  private static int content(LocalTransactions transactions, WorkspaceFiles files) {
    return transactions.alone(
        () -> Integer.parseInt(files.find().orElseThrow().requirements().orElseThrow().content()));
  }
}
