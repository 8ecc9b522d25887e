package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.CacheStore;
import dev.larder.cache.OwnKeys;
import dev.larder.cache.SingleFlight;
import dev.larder.cache.json.JacksonCodec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A round of {@link Hammer} against several services in one JVM, with faults at every step. */
final class ConcurrentRequirements {

  private ConcurrentRequirements() {}

  /**
   * @param store is open and empty
   */
  static void round(
      long seed, TestDatabase database, CacheStore store, int services, int threads, int changes)
      throws Exception {
    Map<String, NavigableSet<Long>> history = new ConcurrentHashMap<>();
    List<Node> nodes = new ArrayList<>();
    try (FaultyStore faults = new FaultyStore(store, seed)) {
      for (int i = 0; i < services; i++) {
        long own = seed + i;
        // Clocks are apart, as those of real machines are.
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofMillis(700L * i));
        nodes.add(
            new Node(
                    database,
                    faults.faulty(),
                    clock,
                    Duration.ofMillis(20),
                    files -> new WatchedFiles(files, history, own),
                    Node.BOUND)
                .start());
      }
      CacheModule reader = new CacheModuleBuilder(store, new JacksonCodec()).forOwnKeys().build();
      SharedCopy copy = new SharedCopy(OwnKeys.of(reader, new SingleFlight<>()));
      Hammer hammer =
          new Hammer(
              seed,
              nodes.stream().map(node -> node.requirements).toList(),
              () -> copy.look().requirements());
      hammer.run(threads, changes);
      faults.heal();
      Requirements row = database.row().orElseThrow().requirements().orElseThrow();
      await("the copy is the row's")
          .atMost(Duration.ofSeconds(20))
          .until(() -> copy.look().requirements().equals(Optional.of(row)));
      assertThat(faults.lateWrites.get()).isPositive();
      System.out.printf(
          "faults: %d writes failed, %d of them were carried out late%n",
          faults.failures.get(), faults.lateWrites.get());
      hammer.check(row, history);
    } finally {
      nodes.forEach(Node::close);
    }
  }
}
