package dev.larder.cache.tiered;

import dev.larder.cache.CacheEntry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a remote value, and until when it may be used. Its bytes never change.
 *
 * <p>Times are those of the tier's clock, in nanoseconds from any origin, so they are compared by
 * their difference.
 */
final class NearValue {

  /**
   * The bytes of an entry besides the characters of its key and the bytes of its value, as the
   * memory store counts them: there 232 to 256 were measured with compressed references, and 305 to
   * 330 without. Here an entry has a few bytes less, since no index of keys is kept.
   */
  private static final int OVERHEAD = Runtime.getRuntime().maxMemory() < 32L << 30 ? 256 : 336;

  /** G1 gives an array of half a heap region whole regions of its own, of 1 MB in a small heap. */
  private static final int REGION = 1 << 20;

  private final byte[] bytes;
  private final boolean expires;
  private final long remoteDeadline;
  private final long deadline;
  private final long weight;

  private NearValue(
      byte[] bytes, boolean expires, long remoteDeadline, long deadline, long weight) {
    this.bytes = bytes;
    this.expires = expires;
    this.remoteDeadline = remoteDeadline;
    this.deadline = deadline;
    this.weight = weight;
  }

  /**
   * Makes a copy; the array is not copied once more.
   *
   * @param sent when the read was sent: the remaining TTL was measured then or later, so counted
   *     from here it never ends too late
   * @param nearTtl the longest time of a copy in nanoseconds
   */
  static NearValue of(String key, CacheEntry entry, long sent, long nearTtl) {
    Duration ttl = entry.ttl().orElse(null);
    // A TTL is at most 100 years, which is a third of what a long holds in nanoseconds.
    long remaining = ttl == null ? Long.MAX_VALUE : ttl.toNanos();
    return new NearValue(
        entry.value(),
        ttl != null,
        sent + remaining,
        sent + Math.min(remaining, nearTtl),
        weigh(key, entry.value().length));
  }

  /** Returns the bytes, for reading only. */
  byte[] shared() {
    return bytes;
  }

  /** Returns the bytes; the array belongs to the caller. */
  byte[] copy() {
    return bytes.clone();
  }

  boolean isLive(long now) {
    return now - deadline <= 0;
  }

  /** Returns the remaining TTL of the remote entry, or null when it does not expire. */
  @Nullable Duration remaining(long now) {
    return expires ? Duration.ofMillis((remoteDeadline - now) / 1_000_000) : null;
  }

  /** Returns what the entry takes in the heap, in bytes. */
  long weight() {
    return weight;
  }

  private static long weigh(String key, int length) {
    long value = length + 16L < REGION / 2 ? padded(length) : regions(length + 16L);
    return OVERHEAD + padded(characters(key)) + value;
  }

  /** Strings of Latin-1 characters only are kept in one byte a character, all others in two. */
  private static long characters(String key) {
    return key.chars().allMatch(c -> c <= 0xff) ? key.length() : 2L * key.length();
  }

  private static long padded(long bytes) {
    return (bytes + 7) & ~7L;
  }

  private static long regions(long bytes) {
    return (bytes + REGION - 1) / REGION * REGION;
  }
}
