package dev.larder.cache;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A live entry as it was at one moment: its value and its remaining TTL. The array belongs to the
 * receiver.
 */
public final class CacheEntry {

  private final byte[] value;
  private final @Nullable Duration ttl;

  /**
   * Makes an entry; the array is not copied.
   *
   * @param ttl the remaining TTL, or {@code null} when the entry does not expire
   */
  public CacheEntry(byte[] value, @Nullable Duration ttl) {
    this.value = value;
    this.ttl = ttl;
  }

  /** Returns the value. */
  public byte[] value() {
    return value;
  }

  /** Returns the remaining TTL, with a precision of one millisecond; empty without expiry. */
  public Optional<Duration> ttl() {
    return Optional.ofNullable(ttl);
  }
}
