package dev.larder.cache.redis;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** A distribution of times up to ten seconds, to a hundredth of a millisecond. Thread-safe. */
final class Lags {

  private static final int STEP_NANOS = 10_000;
  private static final int STEPS = 1_000_000;

  private final AtomicLongArray steps = new AtomicLongArray(STEPS + 1);
  private final AtomicLong longest = new AtomicLong();

  void add(long nanos) {
    // Rounded up, so that nothing looks better than it was; exactly 0 stays 0.
    steps.incrementAndGet((int) Math.min(STEPS, (nanos + STEP_NANOS - 1) / STEP_NANOS));
    longest.accumulateAndGet(nanos, Math::max);
  }

  long longestNanos() {
    return longest.get();
  }

  long count() {
    return countAbove(-1);
  }

  /** How many were above zero. */
  long countAboveZero() {
    return countAbove(0);
  }

  private long countAbove(int step) {
    long count = 0;
    for (int i = step + 1; i <= STEPS; i++) {
      count += steps.get(i);
    }
    return count;
  }

  /** A percentile in milliseconds of all that were above zero. */
  double percentileMillis(double percent) {
    long wanted = (long) Math.ceil(countAboveZero() * percent / 100);
    long seen = 0;
    for (int i = 1; i <= STEPS; i++) {
      seen += steps.get(i);
      if (seen >= wanted) {
        return i * (double) STEP_NANOS / 1_000_000;
      }
    }
    return 0;
  }
}
