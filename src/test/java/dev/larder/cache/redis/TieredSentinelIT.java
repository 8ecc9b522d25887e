package dev.larder.cache.redis;

import static dev.larder.cache.redis.Feeds.gauge;
import static dev.larder.cache.redis.Feeds.node;
import static dev.larder.cache.redis.Feeds.ready;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.cache.CacheException;
import dev.larder.cache.Ttl;
import dev.larder.cache.tiered.TieredStore;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.RedisSentinels;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** A near tier before the primary that real sentinels name. */
class TieredSentinelIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static String read(TieredStore node, String key) {
    Optional<byte[]> found = node.get(key);
    return found.map(value -> new String(value, UTF_8)).orElse(null);
  }

  private static void write(TieredStore node, String value) {
    node.put("k", value.getBytes(UTF_8), Ttl.NONE);
  }

  @Test
  void aFailOverEmptiesTheTierAndTheNewPrimaryTellsOfChanges() {
    try (RedisSentinels redis = RedisSentinels.start()) {
      RedisSettings settings = RedisSettings.builder(redis.url()).build();
      TieredStore a = ready(node(settings));
      TieredStore b = ready(node(settings));
      try {
        write(a, "before");
        await().atMost(PATIENCE).until(() -> "before".equals(read(b, "k")));
        redis.awaitReplication();
        RedisProcess old = redis.primary();
        old.kill();
        await().atMost(PATIENCE).until(() -> gauge(b, "near.losses") >= 1);
        await()
            .atMost(PATIENCE)
            .ignoreExceptionsInstanceOf(CacheException.class)
            .untilAsserted(() -> write(a, "after"));
        await()
            .atMost(PATIENCE)
            .ignoreExceptionsInstanceOf(CacheException.class)
            .until(() -> "after".equals(read(b, "k")));
        ready(b);
        for (int round = 0; round < 20; round++) {
          String value = "v" + round;
          read(b, "k");
          write(a, value);
          long written = System.nanoTime();
          long began;
          String found;
          do {
            began = System.nanoTime();
            found = read(b, "k");
          } while (!value.equals(found) && began - written <= Feeds.LEASE.toNanos());
          assertThat(found).isEqualTo(value);
        }
      } finally {
        a.close();
        b.close();
      }
    }
  }

  @Test
  void copiesOfAPrimaryThatWasReplacedAreNotServedForEverThoughAllReadsAreNear() {
    try (RedisSentinels redis = RedisSentinels.start();
        RedisProcess successor = RedisProcess.start();
        Jedis onSuccessor = new Jedis(successor.url())) {
      TieredStore node = ready(node(RedisSettings.builder(redis.url()).build()));
      try {
        write(node, "old");
        await().atMost(PATIENCE).until(() -> "old".equals(read(node, "k")));
        onSuccessor.set("k", "new");
        // The old primary answers, and does not know that it was replaced.
        redis.onSentinels(
            jedis -> {
              jedis.sentinelRemove(RedisSentinels.MASTER);
              jedis.sentinelMonitor(RedisSentinels.MASTER, "127.0.0.1", successor.port(), 2);
            });
        await().atMost(PATIENCE).until(() -> "new".equals(read(node, "k")));
        ready(node);
        onSuccessor.set("k", "newer");
        await().atMost(PATIENCE).until(() -> "newer".equals(read(node, "k")));
      } finally {
        node.close();
      }
    }
  }
}
