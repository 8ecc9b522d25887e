package dev.larder.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.cache.Ttl;
import dev.larder.testing.FaultFigures;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.RedisSentinels;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What an application may rely on when Sentinel makes another server the primary. */
class SentinelFailoverIT {

  private RedisSentinels redis;
  private RedisStore store;
  private final List<String> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    redis = RedisSentinels.start();
    store =
        new RedisStore(
            RedisSettings.builder(redis.url())
                .connectTimeout(Duration.ofMillis(500))
                .timeout(Duration.ofMillis(500))
                .build());
    store.whenPrimariesChange(primaries -> primaries.forEach(primary -> told.add(primary.id())));
  }

  @AfterEach
  void stop() {
    store.close();
    redis.close();
  }

  @Test
  void callsFailOnlyDuringAFailOverAndNoAnswerIsEverWrong() throws Exception {
    try (VerifiedLoad load = new VerifiedLoad(store, 4, System.nanoTime())) {
      load.run(Duration.ofMillis(500));
      RedisProcess first = redis.primary();
      failOver("sentinel-killed", load, first, first::kill);

      first.restart();
      redis.awaitReplication();
      load.run(Duration.ofMillis(500));
      RedisProcess second = redis.primary();
      failOver("sentinel-frozen", load, second, second::freeze);

      // The old one believes to be the primary until the sentinels tell it.
      long thawed = System.nanoTime();
      second.thaw();
      redis.awaitReplication();
      load.run(Duration.ofSeconds(1));
      assertThat(load.failedSince(thawed)).isZero();
      load.stop();
      assertThat(told)
          .containsExactly(
              "127.0.0.1:" + first.port(),
              "127.0.0.1:" + second.port(),
              "127.0.0.1:" + first.port());
      assertThat(store.status().gauges()).containsEntry("redis.nodes", 1.0);
    }
  }

  private void failOver(String name, VerifiedLoad load, RedisProcess old, Runnable fault) {
    long failedBefore = load.failures.size();
    // A write that is acknowledged now may not have reached the replica.
    load.lossy(true);
    old.awaitReplica("replicated");
    load.run(Duration.ofMillis(300));
    long begin = System.nanoTime();
    fault.run();
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> redis.everySentinelNamesAnotherThan(old));
    long done = System.nanoTime();
    load.run(Duration.ofMillis(100));
    load.lossy(false);
    load.run(Duration.ofSeconds(2));
    FaultFigures.record(
        name,
        "failover-ms",
        TimeUnit.NANOSECONDS.toMillis(done - begin),
        "window-ms",
        load.windowMillis(begin),
        "errors-within",
        load.failures.size() - failedBefore - load.failedSince(done),
        "errors-after",
        load.failedSince(done),
        "wrong-values",
        load.wrong.size(),
        "calls",
        load.calls);
    assertThat(load.failedBefore(begin)).isEqualTo(failedBefore);
    assertThat(load.failures).hasSizeGreaterThan((int) failedBefore);
    assertThat(load.failures.stream().filter(each -> each.began() - done >= 0)).isEmpty();
  }

  @Test
  void aPrimaryThatAnswersIsLeftForTheOneThatMostSentinelsName() {
    store.put("k", "old".getBytes(UTF_8), Ttl.NONE);
    try (RedisProcess successor = RedisProcess.start()) {
      try (Jedis jedis = new Jedis(successor.url())) {
        jedis.set("k", "new");
      }
      RedisProcess old = redis.primary();
      // Between here and the old primary nothing is wrong, nor does it know that it was replaced.
      nameInstead(1, successor);
      await()
          .during(Duration.ofSeconds(6))
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> read("k").equals("old"));
      nameInstead(3, successor);
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> read("k").equals("new"));
      assertThat(told).containsExactly("127.0.0.1:" + old.port(), "127.0.0.1:" + successor.port());
    }
  }

  private String read(String key) {
    return new String(store.get(key).orElseThrow(), UTF_8);
  }

  /**
   * Lets the first sentinels name another server, as after a fail-over of which it heard nothing.
   */
  private void nameInstead(int sentinels, RedisProcess server) {
    AtomicInteger left = new AtomicInteger(sentinels);
    redis.onSentinels(
        jedis -> {
          if (left.getAndDecrement() > 0) {
            jedis.sentinelRemove(RedisSentinels.MASTER);
            jedis.sentinelMonitor(RedisSentinels.MASTER, "127.0.0.1", server.port(), 2);
          }
        });
  }

  @Test
  void oneSentinelOfThreeIsEnoughToFindThePrimary() {
    redis.killSentinel(0);
    redis.killSentinel(1);
    assertThat(store.get("k")).isEmpty();
    store.ping(Duration.ofSeconds(1));
    redis.killSentinel(2);
    // What is known stays known as long as nothing is wrong with it.
    assertThat(store.get("k")).isEmpty();
  }
}
