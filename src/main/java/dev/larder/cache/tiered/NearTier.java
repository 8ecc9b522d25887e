package dev.larder.cache.tiered;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.larder.cache.CacheEvents;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The copies that were made since the last loss. A loss does not empty a tier, it replaces it: what
 * a reader who began before still puts into the old one is seen by nobody who begins later.
 *
 * <p><b>Why no copy is older than the last change that was told.</b> A reader {@linkplain #reserve
 * reserves} the key before it asks the remote store, and its answer is {@linkplain #keep kept} only
 * while that same reservation stands. {@link #evict} takes first the reservation, then the copy.
 * The check of the reservation and the writing of the copy are one step under the lock that guards
 * the reservation, so the eviction comes before that step, which then keeps nothing, or after it,
 * and then finds the copy. Either way nothing is left of an answer whose question was asked before
 * the eviction began.
 *
 * <p>One reader at a time reserves a key. Another one that misses the same key meanwhile asks for
 * itself and keeps nothing: to wait for the first one's answer would put a thread at the mercy of
 * another's time-out, and would need a proof of its own that the answer is not older than the
 * question. Reservations are bounded by the number of readers and are not weighed; nor do keys that
 * do not exist push anything out.
 */
final class NearTier {

  /** A copy larger than this part of the limit would push out too many others. */
  private static final int LARGE = 10;

  private final long maxBytes;
  private final Cache<String, NearValue> cache;
  private final ConcurrentMap<String, Object> reservations = new ConcurrentHashMap<>();
  private volatile long confirmed;
  private volatile boolean isConfirmed;

  NearTier(NearSettings settings, CacheEvents events) {
    this.maxBytes = settings.maxBytes();
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(settings.maxBytes())
            .<String, NearValue>weigher((key, value) -> (int) value.weight())
            // Frees what ended, sooner or later, so the moment confirmed last is time enough, and
            // costs nothing. Whether a copy may be used is asked of the copy, to the nanosecond.
            .expireAfterWrite(settings.nearTtl())
            .ticker(() -> confirmed)
            // Maintenance is done by those who cause it: no thread that nobody owns.
            .executor(Runnable::run)
            .<String, NearValue>evictionListener(
                (key, value, cause) -> {
                  if (cause == RemovalCause.SIZE && value != null) {
                    events.evicted(value.weight());
                  }
                })
            .build();
  }

  /** Everything that changed before this moment has been told. */
  void confirm(long nanoTime) {
    confirmed = nanoTime;
    isConfirmed = true;
  }

  boolean isConfirmed() {
    return isConfirmed;
  }

  /**
   * Returns whether copies may be used. Whoever asks looks for the copy afterwards: looked for
   * before, it might have been evicted while he was held up, and what confirms it now says nothing
   * of it.
   *
   * @param now a moment at which the read had already begun
   */
  boolean isUsable(long now, long leaseNanos) {
    return isConfirmed && now - confirmed <= leaseNanos;
  }

  /** Returns the copy of a key that is live at this moment, or null. */
  @Nullable NearValue get(String key, long now) {
    NearValue value = cache.getIfPresent(key);
    return value == null || !value.isLive(now) ? null : value;
  }

  /** Reserves a key; returns null when another reader has. */
  @Nullable Object reserve(String key) {
    Object reservation = new Object();
    return reservations.putIfAbsent(key, reservation) == null ? reservation : null;
  }

  /** Keeps a copy if the reservation stands, and ends it; returns whether it did. */
  boolean keep(String key, Object reservation, NearValue value) {
    boolean fits = value.weight() <= Math.min(maxBytes / LARGE, Integer.MAX_VALUE);
    boolean[] kept = new boolean[1];
    reservations.computeIfPresent(
        key,
        (k, current) -> {
          if (current != reservation) {
            return current;
          }
          if (fits) {
            cache.put(k, value);
            kept[0] = true;
          }
          return null;
        });
    return kept[0];
  }

  /** Ends a reservation without an answer to keep. */
  void release(String key, Object reservation) {
    reservations.remove(key, reservation);
  }

  /** Removes the copy of a key, and makes the answer a reader waits for now one not to keep. */
  void evict(String key) {
    reservations.remove(key);
    cache.invalidate(key);
  }

  /** Does as {@link #evict} for all keys that match; each that was there when it began is seen. */
  void evictMatching(Predicate<String> matches) {
    reservations.keySet().removeIf(matches);
    for (String key : cache.asMap().keySet()) {
      if (matches.test(key)) {
        cache.invalidate(key);
      }
    }
  }

  long entries() {
    return cache.estimatedSize();
  }

  /** Returns what the copies take, after what maintenance is due. */
  long bytes() {
    cache.cleanUp();
    return cache.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }
}
