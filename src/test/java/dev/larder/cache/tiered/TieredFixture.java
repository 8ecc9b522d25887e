package dev.larder.cache.tiered;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheStore;
import dev.larder.cache.Ttl;
import dev.larder.cache.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A tiered store over a real one in memory, with a clock and a feed that a test drives. */
abstract class TieredFixture {

  static final Duration LEASE = Duration.ofSeconds(1);
  static final Duration NEAR_TTL = Duration.ofSeconds(30);
  static final long MAX_BYTES = 1 << 20;

  /** Close to where a long begins anew, since the origin of the clock may be anywhere. */
  final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(2).toNanos());

  final HandFeed feed = new HandFeed();
  final AtomicLong evicted = new AtomicLong();
  MemoryStore memory;
  WatchedStore remote;
  TieredStore store;

  @BeforeEach
  void open() {
    memory = new MemoryStore(64 << 20, clock::get, CacheEvents.NONE);
    remote = new WatchedStore(memory);
    store =
        new TieredStore(
            remote.store(),
            feed,
            new NearSettings(MAX_BYTES, LEASE, NEAR_TTL, key -> !key.startsWith("far:")),
            clock::get,
            new CacheEvents() {
              @Override
              public void evicted(long bytes) {
                evicted.addAndGet(bytes);
              }
            });
    store.start();
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** The feed confirms this moment: copies may be used for a lease. */
  void confirm() {
    feed.says().confirmed(clock.get());
  }

  void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(Optional<byte[]> value) {
    return value.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse(null);
  }

  String read(String key) {
    return text(store.get(key));
  }

  /** Writes as another node does: nobody here knows. */
  void writtenElsewhere(String key, String value) {
    ((CacheStore) memory).put(key, bytes(value), Ttl.NONE);
  }

  /** Writes as another node does, with a TTL. */
  void writtenElsewhere(String key, String value, Duration ttl) {
    ((CacheStore) memory).put(key, bytes(value), Ttl.of(ttl));
  }

  double gauge(String name) {
    return store.status().gauges().get(name);
  }
}
