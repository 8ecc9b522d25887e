package dev.larder.cache.resilience;

import java.util.function.LongSupplier;

/**
 * A count of outages in a row, and whether calls may pass. It decides nothing by itself but to open
 * after so many outages: who closes it has to know that the store answers again.
 *
 * <p>Each opening and each closing begins a new epoch. A call carries the epoch in which it began,
 * and what it reports counts only there: those that time out late, when the store is back already,
 * do not open it once more. Thread-safe; {@link #enter} is one volatile read.
 */
final class Breaker {

  /** Instead of an epoch: the breaker is open. */
  static final long OPEN = -1;

  private final int threshold;
  private final LongSupplier nanoTime;

  /** Even while closed, odd while open; so each change makes a new one. */
  private volatile long epoch;

  private volatile int outages;
  private long changedAt;

  /**
   * Makes a closed one.
   *
   * @param threshold after how many outages in a row it opens
   */
  Breaker(int threshold, LongSupplier nanoTime) {
    this.threshold = threshold;
    this.nanoTime = nanoTime;
    this.changedAt = nanoTime.getAsLong();
  }

  /** Returns the epoch in which a call may begin, or {@link #OPEN} when none may. */
  long enter() {
    long now = epoch;
    return isOdd(now) ? OPEN : now;
  }

  boolean isOpen() {
    return isOdd(epoch);
  }

  /** Says that the store has answered a call, if only with an error of the caller's. */
  void answered(long began) {
    // Mostly there is nothing to forget, and nothing is written then.
    if (outages != 0) {
      forget(began);
    }
  }

  private synchronized void forget(long began) {
    if (began == epoch) {
      outages = 0;
    }
  }

  /** Says that the store did not serve a call; returns whether this opened the breaker. */
  synchronized boolean away(long began) {
    if (began != epoch) {
      return false;
    }
    outages = outages + 1;
    return outages >= threshold && open();
  }

  /** Opens it; returns whether it was closed. */
  synchronized boolean open() {
    if (isOdd(epoch)) {
      return false;
    }
    change();
    return true;
  }

  /** Closes it; returns whether it was open. */
  synchronized boolean close() {
    if (!isOdd(epoch)) {
      return false;
    }
    change();
    return true;
  }

  private synchronized void change() {
    outages = 0;
    changedAt = nanoTime.getAsLong();
    epoch = epoch + 1;
  }

  /** Returns for how long it has been as it is, in nanoseconds. */
  synchronized long unchangedNanos() {
    return nanoTime.getAsLong() - changedAt;
  }

  /** Returns how often it opened. */
  long openings() {
    return (epoch + 1) / 2;
  }

  private static boolean isOdd(long epoch) {
    return (epoch & 1) == 1;
  }
}
