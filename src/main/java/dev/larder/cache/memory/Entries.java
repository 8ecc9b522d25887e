package dev.larder.cache.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.larder.cache.CacheEvents;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The entries: Caffeine's map, which decides what is live and what has to go, and beside it the
 * same keys in order, for scans that can be resumed. It is thread-safe.
 *
 * <p><b>Why map and index hold the same keys.</b> A mapping is made and unmade in three places
 * only. {@link #change} does it inside Caffeine's {@code compute}; eviction and expiry do it in
 * Caffeine's maintenance, or when {@code compute} comes upon an expired entry, and call the
 * eviction listener as a part of the removal. In each of them the index is changed while the lock
 * of that mapping is held, before the change can be seen by the next one who locks it. So per key
 * all steps "map and index" follow one another: after each of them, the key is in the index exactly
 * when it is mapped. A scan that runs between the two halves of a step sees the key come or go a
 * moment before or after the map does, which is why it looks up every key it finds.
 *
 * <p>{@code Cache.put} would be quicker, but makes a mapping outside of such a step.
 */
final class Entries {

  private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** What becomes of a key's value. */
  @FunctionalInterface
  interface Change {
    /**
     * Returns the new value, or null for none; called at most once, under the key's lock.
     *
     * @param live the live value, or null when there is none
     */
    @Nullable Value apply(@Nullable Value live);
  }

  private final LongSupplier nanoTime;
  private final CacheEvents events;
  private final Cache<String, Value> cache;
  private final ConcurrentMap<String, Value> map;
  private final Policy<String, Value> policy;
  private final NavigableSet<String> index = new ConcurrentSkipListSet<>();
  private final LongAdder evictions = new LongAdder();

  Entries(long maxBytes, LongSupplier nanoTime, CacheEvents events) {
    this.nanoTime = nanoTime;
    this.events = events;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .<String, Value>weigher((key, value) -> value.weight())
            .expireAfter(new AtDeadline())
            .ticker(nanoTime::getAsLong)
            // Maintenance is done by those who cause it: no thread that nobody owns, and writers
            // cannot run away from it.
            .executor(Runnable::run)
            .evictionListener(this::evicted)
            .build();
    this.map = cache.asMap();
    this.policy = cache.policy();
  }

  /** Returns the millisecond it is. */
  long now() {
    return Math.floorDiv(nanoTime.getAsLong(), NANOS);
  }

  /** Returns the live value of a key, as a use of it. */
  @Nullable Value get(String key) {
    return cache.getIfPresent(key);
  }

  /** Returns the live value of a key, not as a use of it. */
  @Nullable Value peek(String key) {
    return policy.getIfPresentQuietly(key);
  }

  /** Changes the value of a key atomically. What {@code change} throws leaves everything as is. */
  void change(String key, Change change) {
    if (peek(key) == null) {
      // An expired entry must go before its successor comes: Caffeine would keep the old instance
      // of the key, and the index a second one, which is not weighed. This drops an expired entry
      // and nothing else.
      map.compute(key, (k, live) -> live);
    }
    map.compute(
        key,
        (k, live) -> {
          Value next = change.apply(live);
          if (live == null && next != null) {
            index.add(k);
          } else if (live != null && next == null) {
            index.remove(k);
          }
          return next;
        });
  }

  /** Returns the keys from a text on, in order; they may include some that just went. */
  NavigableSet<String> keysFrom(String first, boolean inclusive) {
    return index.tailSet(first, inclusive);
  }

  /** Returns the map itself, to compare with the index. */
  Map<String, Value> mapped() {
    return Collections.unmodifiableMap(map);
  }

  /** Does what maintenance is due. */
  void settle() {
    cache.cleanUp();
  }

  /** Returns the number of entries; entries that expired in the last second may be counted. */
  long size() {
    return cache.estimatedSize();
  }

  /** Returns what the entries take in bytes. */
  long bytes() {
    return policy.eviction().orElseThrow().weightedSize().orElseThrow();
  }

  /** Returns how many entries had to go to make room. */
  long evictions() {
    return evictions.sum();
  }

  private void evicted(@Nullable String key, @Nullable Value value, RemovalCause cause) {
    // Keys and values are strong references, so neither is ever missing.
    if (key == null || value == null) {
      return;
    }
    index.remove(key);
    if (cause == RemovalCause.SIZE) {
      evictions.increment();
      events.evicted(value.weight());
    }
  }

  /**
   * Expires a value when the millisecond after its deadline begins. Caffeine compares this time on
   * every read; only the removal from memory is left to its coarser timer.
   */
  private static final class AtDeadline implements Expiry<String, Value> {

    @Override
    public long expireAfterCreate(String key, Value value, long currentTime) {
      if (value.deadline() == Value.NEVER) {
        return Long.MAX_VALUE;
      }
      long millis = value.deadline() - Math.floorDiv(currentTime, NANOS);
      return millis * NANOS + (NANOS - Math.floorMod(currentTime, NANOS));
    }

    @Override
    public long expireAfterUpdate(String key, Value value, long currentTime, long currentDuration) {
      return expireAfterCreate(key, value, currentTime);
    }

    @Override
    public long expireAfterRead(String key, Value value, long currentTime, long currentDuration) {
      return currentDuration;
    }
  }
}
