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
import dev.larder.testing.RedisCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Near tiers before a real Redis Cluster, while slots move and primaries change. */
class TieredClusterIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int KEYS = 60;

  private static RedisCluster redis;
  private TieredStore a;
  private TieredStore b;

  @BeforeAll
  static void startRedis() {
    redis = RedisCluster.start();
    for (int i = 0; i < redis.nodes().size(); i++) {
      redis.on(
          i,
          jedis ->
              LeastRights.give(
                  jedis,
                  "secret",
                  LeastRights.SERVER + LeastRights.IN_A_CLUSTER + " +client|tracking"));
    }
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void startNodes() {
    redis.flush();
    a = ready(node(settings()));
    b = ready(node(settings()));
  }

  @AfterEach
  void stopNodes() {
    a.close();
    b.close();
  }

  private static RedisSettings settings() {
    return RedisSettings.builder(redis.url("larder:secret")).build();
  }

  private static String key(int number) {
    return "key" + number;
  }

  private static String read(TieredStore node, String key) {
    Optional<byte[]> found = node.get(key);
    return found.map(value -> new String(value, UTF_8)).orElse(null);
  }

  private void writeAll(String value) {
    for (int i = 0; i < KEYS; i++) {
      a.put(key(i), value.getBytes(UTF_8), Ttl.NONE);
    }
  }

  /** Every key is read as this, at the latest when the lease is up. */
  private void assertWithinTheLease(String value) {
    long written = System.nanoTime();
    for (int i = 0; i < KEYS; i++) {
      long began;
      String found;
      do {
        began = System.nanoTime();
        found = read(b, key(i));
      } while (!value.equals(found) && began - written <= Feeds.LEASE.toNanos());
      assertThat(found).as(key(i)).isEqualTo(value);
    }
  }

  /** Reads until every key is served near. */
  private void warm() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(CacheException.class)
        .until(
            () -> {
              List<String> keys = new ArrayList<>();
              for (int i = 0; i < KEYS; i++) {
                keys.add(key(i));
              }
              double before = gauge(b, "near.hits");
              b.getAllShared(keys);
              return gauge(b, "near.hits") - before == KEYS;
            });
  }

  @Test
  void whatOneNodeWritesAtAnyPrimaryTheOtherSeesWithinTheLease() {
    for (int round = 0; round < 10; round++) {
      writeAll("v" + round);
      assertWithinTheLease("v" + round);
      warm();
    }
    assertThat(gauge(b, "near.losses")).isZero();
  }

  @Test
  void keysThatMoveToANewPrimaryAreNotServedOldWhileTheyMoveNorAfterwards() {
    int slot = SlotMap.slot(Utf8.bytes(key(1)));
    int from = redis.primaryOf(slot);
    int added = redis.addNode();
    redis.on(
        added,
        jedis ->
            LeastRights.give(
                jedis,
                "secret",
                LeastRights.SERVER + LeastRights.IN_A_CLUSTER + " +client|tracking"));
    writeAll("before");
    warm();

    redis.beginMove(slot, from, added);
    redis.moveKeys(slot, from, added, 100);
    // The key is at the new node, which neither a nor b knows: both are sent there, once each time.
    assertThat(read(b, key(1))).isEqualTo("before");
    assertThat(read(b, key(1))).isEqualTo("before");
    for (String value : List.of("moving 1", "moving 2", "moving 3")) {
      writeAll(value);
      assertWithinTheLease(value);
      warm();
    }
    redis.endMove(slot, from, added);
    for (String value : List.of("moved 1", "moved 2", "moved 3")) {
      writeAll(value);
      assertWithinTheLease(value);
      warm();
    }
    redis.moveSlot(slot, added, from);
    writeAll("back");
    assertWithinTheLease("back");
    redis.removeNode(added);
    redis.awaitOk();
    warm();
  }

  @Test
  void copiesOfAPrimaryThatServesNoKeyAreNotUsedThoughItAnswersPings() {
    writeAll("before");
    warm();
    int slot = SlotMap.slot(Utf8.bytes(key(1)));
    int down = redis.primaryOf(slot);
    // It misses a slot, as it does when it is cut off: the cluster is down, for this node alone.
    redis.on(down, jedis -> jedis.clusterDelSlots(slot));
    try {
      redis.on(
          down, jedis -> await().until(() -> jedis.clusterInfo().contains("cluster_state:fail")));
      long since = System.nanoTime();
      long end = since + 3 * Feeds.LEASE.toNanos();
      int refused = 0;
      for (long began = since; began - end < 0; began = System.nanoTime()) {
        try {
          assertThat(read(b, key(1))).isEqualTo("before");
          assertThat(began - since).isLessThanOrEqualTo(Feeds.LEASE.toNanos());
        } catch (CacheException e) {
          assertThat(e).hasMessageContaining("CLUSTERDOWN");
          refused++;
        }
      }
      assertThat(refused).isPositive();
      assertThat(gauge(b, "near.losses")).isPositive();
    } finally {
      redis.on(down, jedis -> jedis.clusterAddSlots(slot));
    }
    redis.awaitOk();
    assertThat(redis.primaryOf(slot)).isEqualTo(down);
    writeAll("after");
    assertWithinTheLease("after");
    warm();
  }

  @Test
  void aPrimaryThatIsKilledEmptiesTheTierUntilItsSuccessorTells() {
    writeAll("before");
    warm();
    int slot = SlotMap.slot(Utf8.bytes(key(1)));
    int killed = redis.primaryOf(slot);
    // What a replica has not got yet when its primary dies is lost, to everybody.
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              boolean[] all = new boolean[1];
              redis.on(killed, jedis -> all[0] = jedis.waitReplicas(1, 1_000) >= 1);
              return all[0];
            });
    redis.nodes().get(killed).kill();
    await().atMost(PATIENCE).until(() -> gauge(b, "near.losses") >= 1);
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(CacheException.class)
        .until(() -> "before".equals(read(b, key(1))));
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(CacheException.class)
        .untilAsserted(() -> writeAll("after"));
    warm();
    writeAll("after all");
    assertWithinTheLease("after all");
    warm();
    redis.nodes().get(killed).restart();
    redis.on(
        killed,
        jedis ->
            LeastRights.give(
                jedis,
                "secret",
                LeastRights.SERVER + LeastRights.IN_A_CLUSTER + " +client|tracking"));
    redis.awaitOk();
    writeAll("again");
    assertWithinTheLease("again");
  }
}
