package dev.larder.cache.resilience;

import java.time.Duration;

/**
 * When a store counts as away, and how its return is noticed. Instances are immutable.
 *
 * @param failures after how many outages in a row no call goes to the store any more, from 1 to
 *     1000
 * @param probeInterval the pause between two probes while the store is away, from 1 ms to 1 hour
 * @param probeTimeout how long a probe waits for an answer, from 1 ms to 1 hour
 */
public record ResilienceSettings(int failures, Duration probeInterval, Duration probeTimeout) {

  private static final int MOST_FAILURES = 1_000;
  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Three outages in a row; a probe each second, which waits for half of one. */
  public static final ResilienceSettings DEFAULTS =
      new ResilienceSettings(3, Duration.ofSeconds(1), Duration.ofMillis(500));

  /** Checks the ranges. */
  public ResilienceSettings {
    if (failures < 1 || failures > MOST_FAILURES) {
      throw new IllegalArgumentException(
          "the outages in a row are " + failures + "; allowed: 1 to " + MOST_FAILURES);
    }
    between("the interval of probes", probeInterval);
    between("the time-out of a probe", probeTimeout);
  }

  private static void between(String what, Duration value) {
    if (value.compareTo(LEAST) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(what + " is " + value + "; allowed: 1ms to 1h");
    }
  }
}
