package dev.larder.rest;

import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A histogram of durations, of fixed size: buckets of one microsecond at the lower end, and above
 * eight of them between each power of two and the next, so that a quantile is at most an eighth too
 * high, and never too low. Thread-safe.
 */
public final class Latencies {

  private static final int BITS = 3;
  private static final int STEPS = 1 << BITS;
  private static final int BUCKETS = STEPS * 34;

  private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);

  /** Makes an empty one. */
  public Latencies() {}

  /** Counts a duration. */
  public void add(long nanos) {
    buckets.incrementAndGet(bucket(TimeUnit.NANOSECONDS.toMicros(Math.max(0, nanos))));
  }

  /** Returns what was counted up to now. */
  public Snapshot snapshot() {
    long[] counts = new long[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] = buckets.get(i);
    }
    return new Snapshot(counts);
  }

  private static int bucket(long micros) {
    if (micros < STEPS) {
      return (int) micros;
    }
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - BITS;
    return (int) Math.min(BUCKETS - 1, (long) power * STEPS + (micros >>> power));
  }

  /** The least number of microseconds that is above a bucket. */
  private static double end(int bucket) {
    if (bucket < STEPS) {
      return bucket + 1.0;
    }
    int power = bucket / STEPS - 1;
    return Math.scalb(bucket % STEPS + STEPS + 1.0, power);
  }

  /** What was counted up to one moment, or between two. Immutable. */
  public static final class Snapshot {

    private final long[] counts;
    private final long count;

    private Snapshot(long[] counts) {
      this.counts = counts;
      long sum = 0;
      for (long each : counts) {
        sum += each;
      }
      this.count = sum;
    }

    /** Returns how many there are. */
    public long count() {
      return count;
    }

    /** Returns those that an earlier snapshot of the same histogram does not have. */
    public Snapshot since(Snapshot earlier) {
      long[] rest = new long[counts.length];
      for (int i = 0; i < rest.length; i++) {
        rest[i] = counts[i] - earlier.counts[i];
      }
      return new Snapshot(rest);
    }

    /**
     * Returns the duration, in milliseconds, that a share of them does not exceed.
     *
     * @param share above 0, at most 1
     * @return empty when there are none
     */
    public OptionalDouble millis(double share) {
      long wanted = (long) Math.ceil(share * count);
      long below = 0;
      for (int i = 0; i < counts.length && wanted > 0; i++) {
        below += counts[i];
        if (below >= wanted) {
          return OptionalDouble.of(end(i) / 1e3);
        }
      }
      return OptionalDouble.empty();
    }
  }
}
