package dev.larder.cache;

import java.time.Duration;

/**
 * The time to live of an entry as stores take it: whole milliseconds above zero, or none.
 *
 * @param millis the milliseconds, or {@link Long#MAX_VALUE} for no expiry
 */
public record Ttl(long millis) {

  /** No expiry. */
  public static final Ttl NONE = new Ttl(Long.MAX_VALUE);

  /** The longest TTL besides none: 100 years of 365 days. */
  public static final Duration MAX = Duration.ofDays(36_500);

  /** Checks the bounds. */
  public Ttl {
    if (millis != Long.MAX_VALUE && (millis < 1 || millis > MAX.toMillis())) {
      throw new IllegalArgumentException(
          "a TTL is from 1 millisecond to 100 years (36500 days), or none: " + millis + " ms");
    }
  }

  /**
   * Returns a TTL, rounded up to a millisecond; {@link CacheModule#NO_EXPIRY} is none.
   *
   * @throws IllegalArgumentException when it is zero, negative or above 100 years
   */
  public static Ttl of(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds >= 0 && seconds < MAX.toSeconds()) {
      long millis = seconds * 1_000 + (duration.toNanosPart() + 999_999) / 1_000_000;
      if (millis > 0) {
        return new Ttl(millis);
      }
    } else if (duration.equals(CacheModule.NO_EXPIRY)) {
      return NONE;
    } else if (duration.equals(MAX)) {
      return new Ttl(MAX.toMillis());
    }
    throw new IllegalArgumentException(
        "a TTL is above zero and at most 100 years (36500 days), or none: " + duration);
  }

  /** Returns whether the entry does not expire. */
  public boolean isNone() {
    return millis == Long.MAX_VALUE;
  }
}
