package dev.larder.cache.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.larder.cache.CacheEvents;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The entries: Caffeine's map, which decides what is live and what has to go, and beside it the
 * same keys in order, for scans that can be resumed. It is thread-safe.
 *
 * <p><b>Why map and index hold the same keys.</b> Caffeine changes a mapping while it holds the
 * monitor of its node, and calls the functions given to {@code compute} and the eviction listener
 * under it. The index is changed there only: a key is added by a function that finds it mapped, or
 * maps it, and removed by a function that finds it unmapped, or by the listener when Caffeine drops
 * the entry. So a key stays in the index at most a moment longer than in the map, which is why
 * scans look up every key they find.
 *
 * <p>Never the other way round, for who removes what matches must find what others still read: a
 * removal takes the key from the index in a second step, after it is unmapped. Caffeine's evictions
 * have no second step; who must not miss a key that is being evicted {@linkplain #settle waits} for
 * the eviction after his scan. Entries that have expired nobody reads.
 *
 * <p>The other direction: {@link #change} maps and adds in one step. {@link #put} uses Caffeine's
 * quicker way to write, which runs nothing of ours: a new key is mapped first, by a value that is
 * not marked as indexed, and added right after, if it is still mapped then. Should another {@code
 * put} replace that value before, it finds the mark missing and adds the key itself. A value gets
 * the mark only when the key is in the index, and passes it on to the value that replaces it in the
 * same mapping. So whoever has written a key finds it in the index when his write returns, and when
 * no write is under way, every mapped key is there. A scan that removes comes, for a put that is
 * under way, before it.
 */
final class Entries {

  private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** An entry is large above this part of the limit, which is Caffeine's share for new ones. */
  private static final long LARGE = 100;

  private final long maxBytes;
  private final LongSupplier nanoTime;

  /** The clock is counted from here, so that it is never below zero. */
  private final long origin;

  private final CacheEvents events;
  private final Cache<String, Value> cache;
  private final ConcurrentMap<String, Value> map;
  private final Policy<String, Value> policy;
  private final NavigableSet<String> index = new ConcurrentSkipListSet<>();
  private final LongAdder evictions = new LongAdder();

  Entries(long maxBytes, LongSupplier nanoTime, CacheEvents events) {
    this.maxBytes = maxBytes;
    this.nanoTime = nanoTime;
    this.origin = Math.floorDiv(nanoTime.getAsLong(), NANOS);
    this.events = events;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .<String, Value>weigher((key, value) -> value.weight())
            .expireAfter(new AtDeadline(this::millis))
            .ticker(nanoTime::getAsLong)
            // Maintenance is done by those who cause it: no thread that nobody owns, and writers
            // cannot run away from it.
            .executor(Runnable::run)
            .evictionListener(this::dropped)
            .build();
    this.map = cache.asMap();
    this.policy = cache.policy();
  }

  /** Returns the millisecond it is. */
  long now() {
    return millis(nanoTime.getAsLong());
  }

  private long millis(long nanos) {
    return Math.floorDiv(nanos, NANOS) - origin;
  }

  /** Returns the live value of a key, as a use of it. */
  @Nullable Value get(String key) {
    return cache.getIfPresent(key);
  }

  /** Returns the live value of a key, not as a use of it. */
  @Nullable Value peek(String key) {
    return policy.getIfPresentQuietly(key);
  }

  /** Stores a value, whatever was there. */
  void put(String key, Value value) {
    makeRoom(key, value.weight());
    Value before = map.put(key, value);
    if (before != null && before.isIndexed()) {
      value.setIndexed();
    } else {
      addToIndex(key);
    }
  }

  /**
   * Removes what is used least until there is room for a large entry. Caffeine would let it compete
   * with those it would drive out, and drop it at once while they are used as much as it is: then
   * nobody could read what he has just written. Small entries have a time of grace in Caffeine.
   */
  void makeRoom(String key, int weight) {
    if (weight <= maxBytes / LARGE) {
      return;
    }
    settle();
    Value before = peek(key);
    long missing = bytes() + weight - (before == null ? 0 : before.weight()) - maxBytes;
    if (missing <= 0) {
      return;
    }
    List<Policy.CacheEntry<String, Value>> coldest =
        policy.eviction().orElseThrow().coldest(all -> enough(all.iterator(), key, missing));
    for (Policy.CacheEntry<String, Value> victim : coldest) {
      boolean[] removed = new boolean[1];
      map.computeIfPresent(
          victim.getKey(),
          (k, live) -> {
            removed[0] = live == victim.getValue();
            return removed[0] ? null : live;
          });
      if (removed[0]) {
        removeFromIndex(victim.getKey());
        evicted(victim.getValue());
      }
    }
  }

  private static List<Policy.CacheEntry<String, Value>> enough(
      Iterator<Policy.CacheEntry<String, Value>> coldest, String except, long missing) {
    List<Policy.CacheEntry<String, Value>> found = new ArrayList<>();
    long weight = 0;
    while (weight < missing && coldest.hasNext()) {
      Policy.CacheEntry<String, Value> entry = coldest.next();
      if (!entry.getKey().equals(except)) {
        found.add(entry);
        weight += entry.getValue().weight();
      }
    }
    return found;
  }

  private void addToIndex(String key) {
    Policy.CacheEntry<String, Value> entry = policy.getEntryIfPresentQuietly(key);
    if (entry == null) {
      return;
    }
    // The map's own instance of the key: another one would be kept besides, and is not weighed.
    String own = entry.getKey();
    map.computeIfPresent(
        own,
        (k, live) -> {
          if (!live.isIndexed()) {
            index.add(own);
            live.setIndexed();
          }
          return live;
        });
  }

  /** Takes a key from the index unless it is mapped again. */
  private void removeFromIndex(String key) {
    map.compute(
        key,
        (k, live) -> {
          if (live == null) {
            index.remove(k);
          }
          return live;
        });
  }

  /** Changes the value of a key atomically. What {@code change} throws leaves everything as is. */
  void change(String key, Change change) {
    if (peek(key) == null) {
      // An expired entry must go before its successor comes: Caffeine would keep the old instance
      // of the key, and the index a second one. This drops an expired entry and nothing else.
      map.compute(key, (k, live) -> live);
    }
    Value after =
        map.compute(
            key,
            (k, live) -> {
              Value next = change.apply(live);
              if (next != null) {
                if (live == null || !live.isIndexed()) {
                  index.add(k);
                }
                next.setIndexed();
              }
              return next;
            });
    if (after == null) {
      removeFromIndex(key);
    }
  }

  /** Stores a value where no live one is; returns whether it did. */
  boolean putIfAbsent(String key, Value next) {
    if (peek(key) != null) {
      return false;
    }
    makeRoom(key, next.weight());
    boolean[] stored = new boolean[1];
    change(
        key,
        live -> {
          stored[0] = live == null;
          return live == null ? next : live;
        });
    return stored[0];
  }

  /** Replaces a value that passes a test, or removes it; returns whether it did. */
  boolean replaceIf(String key, Predicate<Value> test, @Nullable Value next) {
    Value before = peek(key);
    if (before == null || !test.test(before)) {
      return false;
    }
    if (next != null) {
      makeRoom(key, next.weight());
    }
    boolean[] replaced = new boolean[1];
    change(
        key,
        live -> {
          replaced[0] = live != null && test.test(live);
          return replaced[0] ? next : live;
        });
    return replaced[0];
  }

  /** Removes a key; returns whether it had a live value. */
  boolean remove(String key) {
    if (peek(key) == null) {
      return false;
    }
    boolean[] removed = new boolean[1];
    change(
        key,
        live -> {
          removed[0] = live != null;
          return null;
        });
    return removed[0];
  }

  /** Returns the keys from a text on, in order; they may include some that just went. */
  NavigableSet<String> keysFrom(String first, boolean inclusive) {
    return index.tailSet(first, inclusive);
  }

  /** Returns the map itself, to compare with the index. */
  Map<String, Value> mapped() {
    return Collections.unmodifiableMap(map);
  }

  /** Does what maintenance is due, after waiting for the one under way; then no eviction is. */
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

  private void dropped(@Nullable String key, @Nullable Value value, RemovalCause cause) {
    // Keys and values are strong references, so neither is ever missing.
    if (key == null || value == null) {
      return;
    }
    index.remove(key);
    if (cause == RemovalCause.SIZE) {
      evicted(value);
    }
  }

  private void evicted(Value value) {
    evictions.increment();
    events.evicted(value.weight());
  }
}
