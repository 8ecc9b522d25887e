package dev.larder.cache.tiered;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What a near tier may hold, and for how long. Instances are immutable.
 *
 * @param maxBytes the limit for keys, values and overhead, in bytes, at least 1
 * @param lease how long a copy may be used after the moment for which the feed has confirmed that
 *     every change is told: the bound on staleness; from 1 ms to 1 hour
 * @param nearTtl the longest time a copy is kept, from 1 ms to 365 days; a shorter remaining TTL
 *     counts
 * @param nearKeys which keys may have a copy; the feed must tell of every one of them. Thread-safe,
 *     quick, and always of the same opinion of a key
 */
public record NearSettings(
    long maxBytes, Duration lease, Duration nearTtl, Predicate<String> nearKeys) {

  /** The lease that suits most: one second. */
  public static final Duration DEFAULT_LEASE = Duration.ofSeconds(1);

  /** The longest time of a copy that suits most: one minute. */
  public static final Duration DEFAULT_NEAR_TTL = Duration.ofMinutes(1);

  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration LONGEST_LEASE = Duration.ofHours(1);
  private static final Duration LONGEST_NEAR_TTL = Duration.ofDays(365);

  /** Checks every setting. */
  public NearSettings {
    if (maxBytes < 1) {
      throw new IllegalArgumentException(
          "the near tier needs a limit of at least 1 byte: " + maxBytes);
    }
    between("the lease of the near tier", lease, LONGEST_LEASE);
    between("the longest time of a near copy", nearTtl, LONGEST_NEAR_TTL);
    Objects.requireNonNull(nearKeys);
  }

  /** Returns the settings with this limit, the defaults, and copies of every key. */
  public static NearSettings of(long maxBytes) {
    return new NearSettings(maxBytes, DEFAULT_LEASE, DEFAULT_NEAR_TTL, key -> true);
  }

  private static void between(String what, Duration value, Duration most) {
    if (value.compareTo(LEAST) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          what + " is " + value + "; allowed: 1ms to " + most.toHours() + "h");
    }
  }
}
