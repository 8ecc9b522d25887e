package dev.larder.cache.redis;

import static dev.larder.cache.redis.Feeds.gauge;
import static dev.larder.cache.redis.Feeds.node;
import static dev.larder.cache.redis.Feeds.ready;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.cache.KeyScan;
import dev.larder.cache.Ttl;
import dev.larder.cache.tiered.TieredStore;
import dev.larder.testing.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several nodes with near tiers before one Redis. */
class TieredNodesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static RedisProcess redis;
  private final List<TieredStore> nodes = new ArrayList<>();

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void startNodes() {
    for (int i = 0; i < 3; i++) {
      nodes.add(node(RedisSettings.builder(redis.url()).build()));
    }
    nodes.forEach(Feeds::ready);
    nodes.get(0).deleteMatching(KeyScan.of("", "*"));
  }

  @AfterEach
  void stopNodes() {
    nodes.forEach(TieredStore::close);
  }

  private static String read(TieredStore node, String key) {
    Optional<byte[]> found = node.get(key);
    return found.map(value -> new String(value, UTF_8)).orElse(null);
  }

  private static void write(TieredStore node, String key, String value) {
    node.put(key, value.getBytes(UTF_8), Ttl.NONE);
  }

  @Test
  void whatOneNodeWritesOrRemovesEveryOtherSeesWithinTheLease() {
    for (int round = 0; round < 50; round++) {
      String value = "v" + round;
      TieredStore writer = nodes.get(round % 3);
      nodes.forEach(node -> read(node, "k"));
      write(writer, "k", value);
      assertThat(read(writer, "k")).isEqualTo(value);
      long written = System.nanoTime();
      for (TieredStore node : nodes) {
        long begun;
        String found;
        do {
          begun = System.nanoTime();
          found = read(node, "k");
        } while (!value.equals(found) && begun - written <= Feeds.LEASE.toNanos());
        assertThat(found).isEqualTo(value);
      }
    }
    nodes.get(1).deleteMatching(KeyScan.of("", "k*"));
    assertThat(read(nodes.get(1), "k")).isNull();
    for (TieredStore node : nodes) {
      await().atMost(Feeds.LEASE.plusSeconds(1)).until(() -> read(node, "k") == null);
      assertThat(gauge(node, "near.losses")).isZero();
    }
  }

  @Test
  void readsOfWhatNobodyChangesDoNotReachRedis() {
    write(nodes.get(0), "quiet", "v");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              read(nodes.get(1), "quiet");
              return gauge(nodes.get(1), "near.entries") > 0;
            });
    double misses = gauge(nodes.get(1), "near.misses");
    for (int i = 0; i < 10_000; i++) {
      assertThat(read(nodes.get(1), "quiet")).isEqualTo("v");
    }
    // A machine that is held up may let the lease pass now and then.
    assertThat(gauge(nodes.get(1), "near.misses") - misses).isLessThan(1_000);
    ready(nodes.get(1));
  }

  @Test
  void aRestartOfRedisEmptiesTheTiersOfAllNodes() {
    write(nodes.get(0), "k", "v");
    nodes.forEach(node -> read(node, "k"));
    redis.kill();
    redis.restart();
    for (TieredStore node : nodes) {
      await().atMost(PATIENCE).until(() -> gauge(node, "near.losses") >= 1);
      ready(node);
      assertThat(read(node, "k")).isNull();
    }
  }
}
