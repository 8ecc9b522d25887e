package dev.larder.cache.redis;

import static org.awaitility.Awaitility.await;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheStore;
import dev.larder.cache.tiered.NearSettings;
import dev.larder.cache.tiered.TieredStore;
import java.time.Duration;
import java.util.List;

/** Tiered stores over a real Redis. */
final class Feeds {

  static final Duration LEASE = Duration.ofSeconds(1);
  static final Duration INTERVAL = LEASE.dividedBy(4);

  private Feeds() {}

  /** Starts a node over these servers, with near copies of every key. */
  static TieredStore node(RedisSettings settings) {
    RedisStore remote = new RedisStore(settings);
    return node(remote, remote);
  }

  /** Starts a node that reads and writes by one store and is told of changes by another one. */
  static TieredStore node(RedisStore remote, RedisStore told) {
    TieredStore store =
        new TieredStore(
            remote,
            new RedisChangeFeed(
                told,
                List.of(""),
                INTERVAL,
                HostLookup.daemons("feed-of-a-test"),
                System::nanoTime),
            new NearSettings(64 << 20, LEASE, NearSettings.DEFAULT_NEAR_TTL, key -> true),
            System::nanoTime,
            CacheEvents.NONE);
    store.start();
    return store;
  }

  /** Waits until the node uses copies, and returns it. */
  static TieredStore ready(TieredStore node) {
    await("a near tier in use")
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> gauge(node, "near.usable") == 1);
    return node;
  }

  static double gauge(CacheStore node, String name) {
    return node.status().gauges().get(name);
  }
}
