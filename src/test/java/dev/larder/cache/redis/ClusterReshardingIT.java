package dev.larder.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.cache.KeyScan;
import dev.larder.cache.ScanPage;
import dev.larder.cache.Ttl;
import dev.larder.testing.FaultFigures;
import dev.larder.testing.RedisCluster;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an application may rely on while slots of a Redis Cluster are moved, and nodes go away. */
class ClusterReshardingIT {

  private static final int STAYING = 400;

  private RedisCluster redis;
  private RedisStore store;

  @BeforeEach
  void start() {
    redis = RedisCluster.start();
    store =
        new RedisStore(
            RedisSettings.builder(redis.url())
                .connectTimeout(Duration.ofSeconds(2))
                .timeout(Duration.ofSeconds(2))
                .build());
  }

  @AfterEach
  void stop() {
    store.close();
    redis.close();
  }

  @Test
  void noCallFailsNoAnswerIsWrongAndNoKeyIsMissedWhileSlotsAreMoved() throws Exception {
    Set<String> staying = new HashSet<>();
    Set<Integer> slots = new LinkedHashSet<>();
    for (String key : VerifiedLoad.someKeys()) {
      slots.add(SlotMap.slot(key.getBytes(UTF_8)));
    }
    for (int i = 0; i < STAYING; i++) {
      String key = "stay:" + i;
      staying.add(key);
      store.put(key, key.getBytes(UTF_8), Ttl.NONE);
      if (i < 40) {
        slots.add(SlotMap.slot(key.getBytes(UTF_8)));
      }
    }
    AtomicBoolean moving = new AtomicBoolean(true);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (VerifiedLoad load = new VerifiedLoad(store, 3, System.nanoTime())) {
      Future<Integer> listings = threads.submit(() -> list(staying, moving));
      Future<Integer> removals = threads.submit(() -> remove(moving));
      load.run(Duration.ofMillis(300));
      long begin = System.nanoTime();
      int added = redis.addNode();
      for (int slot : slots) {
        redis.moveSlot(slot, redis.primaryOf(slot), added);
      }
      int first = redis.primaryOf(0);
      for (int slot : slots) {
        // Half-way for a while, so that calls, listings and removals meet it.
        redis.beginMove(slot, added, first);
        redis.moveKeys(slot, added, first, 1);
        load.run(Duration.ofMillis(5));
        redis.moveSlot(slot, added, first);
      }
      long moved = System.nanoTime();
      redis.removeNode(added);
      load.run(Duration.ofSeconds(1));
      moving.set(false);
      int listed = listings.get();
      int removed = removals.get();
      load.stop();
      FaultFigures.record(
          "cluster-resharding",
          "slots-moved",
          2 * slots.size(),
          "moving-ms",
          TimeUnit.NANOSECONDS.toMillis(moved - begin),
          "errors",
          load.failures.size(),
          "wrong-values",
          load.wrong.size(),
          "calls",
          load.calls,
          "full-listings",
          listed,
          "removals-by-pattern",
          removed);
      assertThat(load.failures).isEmpty();
      assertThat(listed).isPositive();
      assertThat(removed).isPositive();
    } finally {
      moving.set(false);
      threads.shutdownNow();
    }
  }

  /** Lists again and again; each time every key is found that is there all the time. */
  private int list(Set<String> staying, AtomicBoolean moving) {
    int rounds = 0;
    while (moving.get()) {
      Set<String> found = new HashSet<>();
      String cursor = null;
      do {
        ScanPage page = store.scan(KeyScan.of("stay:", "*"), cursor, 40);
        found.addAll(page.keys());
        cursor = page.cursor().orElse(null);
      } while (cursor != null);
      assertThat(found).isEqualTo(staying);
      rounds++;
    }
    return rounds;
  }

  /** Writes keys and removes them by a pattern; none is left, whatever moved meanwhile. */
  private int remove(AtomicBoolean moving) {
    int rounds = 0;
    while (moving.get()) {
      // The tags are those of keys whose slots are moved.
      List<String> keys = VerifiedLoad.someKeys().stream().map(tag -> "del:{" + tag + "}").toList();
      keys.forEach(key -> store.put(key, new byte[1], Ttl.NONE));
      assertThat(store.deleteMatching(KeyScan.of("del:", "*"))).isEqualTo(keys.size());
      assertThat(store.getAll(keys)).allMatch(value -> value.isEmpty());
      rounds++;
    }
    return rounds;
  }

  @Test
  void callsFailOnlyUntilAReplicaHasTakenThePlaceOfItsPrimary() throws Exception {
    store.put("before", new byte[1], Ttl.NONE);
    try (VerifiedLoad load = new VerifiedLoad(store, 4, System.nanoTime())) {
      load.run(Duration.ofMillis(500));
      load.lossy(true);
      String key = VerifiedLoad.someKeys().get(0);
      int old = redis.primaryOf(SlotMap.slot(key.getBytes(UTF_8)));
      redis.nodes().get(old).awaitReplica("{" + key + "}");
      load.run(Duration.ofMillis(300));
      long begin = System.nanoTime();
      redis.nodes().get(old).kill();
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> redis.isOk() && redis.primaries().size() == 3);
      long done = System.nanoTime();
      load.run(Duration.ofMillis(100));
      load.lossy(false);
      load.run(Duration.ofSeconds(2));
      redis.nodes().get(old).restart();
      redis.awaitOk();
      load.run(Duration.ofMillis(500));
      load.stop();
      FaultFigures.record(
          "cluster-failover",
          "failover-ms",
          TimeUnit.NANOSECONDS.toMillis(done - begin),
          "window-ms",
          load.windowMillis(begin),
          "errors-within",
          load.failures.size() - load.failedSince(done),
          "errors-after",
          load.failedSince(done),
          "wrong-values",
          load.wrong.size(),
          "calls",
          load.calls);
      assertThat(load.failedBefore(begin)).isZero();
      assertThat(load.failures).isNotEmpty();
      assertThat(load.failures.stream().filter(each -> each.began() - done >= 0)).isEmpty();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                store.get("before");
                return store.status().gauges().get("redis.nodes") == 3.0;
              });
      store.ping(Duration.ofSeconds(1));
    }
  }
}
