package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testing.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MigrationOnPostgresIT extends MigrationRules {

  private static final int PROCESSES = 4;

  private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  TestDatabase newDatabase() {
    return TestDatabase.postgres(server.newDatabase());
  }

  @Test
  void thePlatformsTableKeepsItsStructure() {
    database.execute(PlatformTable.SQL);
    String before = database.text(PlatformTable.STRUCTURE).orElseThrow();
    database.migrate();
    assertThat(database.text(PlatformTable.STRUCTURE)).contains(before);
  }

  @Test
  void processesThatStartAtOnceAllComeUpAndOneMigrates() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(PROCESSES);
    try {
      for (int round = 0; round < 15; round++) {
        try (TestDatabase empty = newDatabase()) {
          CyclicBarrier together = new CyclicBarrier(PROCESSES);
          List<Callable<Void>> starts = new ArrayList<>();
          for (int i = 0; i < PROCESSES; i++) {
            starts.add(
                () -> {
                  together.await();
                  empty.migrate();
                  return null;
                });
          }
          for (Future<Void> start : threads.invokeAll(starts)) {
            start.get();
          }
          assertThat(empty.text(MIGRATIONS)).contains("1");
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
