package dev.larder.cache.resilience;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The next probe: at most one, also when an executor refuses it, forgets it, or runs it late. Its
 * owner calls it under one lock, except where said.
 */
final class ProbeTimer {

  private static final System.Logger LOG = System.getLogger("dev.larder.cache.resilience");

  /** A probe that is so many intervals late is taken for forgotten. */
  private static final int INTERVALS_UNTIL_LOST = 10;

  private final ScheduledExecutorService scheduler;
  private final Runnable probe;
  private final long interval;
  private final LongSupplier nanoTime;
  private @Nullable Future<?> next;
  private volatile long number;
  private volatile long overdueAt;

  /**
   * Makes one.
   *
   * @param interval in nanoseconds
   * @param probe runs on threads of the scheduler
   */
  ProbeTimer(
      ScheduledExecutorService scheduler, long interval, LongSupplier nanoTime, Runnable probe) {
    this.scheduler = scheduler;
    this.interval = interval;
    this.nanoTime = nanoTime;
    this.probe = probe;
  }

  /** Puts a probe in the place of the one that was to come. */
  void set(long delay) {
    cancel();
    long own = number;
    long now = nanoTime.getAsLong();
    overdueAt = now + delay + INTERVALS_UNTIL_LOST * interval;
    try {
      next = scheduler.schedule(() -> run(own), delay, TimeUnit.NANOSECONDS);
    } catch (RuntimeException e) {
      // The server is stopping, or its executor is full; not all of them say so by the same
      // exception. The next call after the interval finds it overdue.
      overdueAt = now + interval;
      LOG.log(System.Logger.Level.DEBUG, "a probe was not taken by its executor", e);
    }
  }

  private void run(long own) {
    if (own == number) {
      probe.run();
    }
  }

  /** Lets no probe come that was set before. */
  void cancel() {
    long following = number + 1;
    number = following;
    Future<?> before = next;
    next = null;
    if (before != null) {
      before.cancel(false);
    }
  }

  /** Returns whether the probe that was set should have been there long ago; needs no lock. */
  boolean isOverdue() {
    return nanoTime.getAsLong() - overdueAt >= 0;
  }
}
