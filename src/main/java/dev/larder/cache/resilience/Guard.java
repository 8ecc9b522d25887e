package dev.larder.cache.resilience;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one place where calls pass to the store, or do not: it counts what comes of them, and keeps
 * the removals that cannot pass. Thread-safe; a call that passes takes no lock. Why nothing removed
 * is read again is said in {@link Recovery}.
 */
final class Guard {

  private final String name;
  private final Breaker breaker;
  private final Journal journal;
  private final Recovery recovery;
  private final Lock lock;

  Guard(String name, Breaker breaker, Journal journal, Recovery recovery) {
    this.name = name;
    this.breaker = breaker;
    this.journal = journal;
    this.recovery = recovery;
    this.lock = recovery.lock();
  }

  /** Passes a call that changes nothing. */
  <R> R read(Supplier<R> call) {
    return pass(enter(), call, false);
  }

  /** Passes a call that writes. */
  <R> R write(Supplier<R> call) {
    recovery.changeBegins();
    try {
      return pass(enter(), call, true);
    } finally {
      recovery.changeEnds();
    }
  }

  /**
   * Passes a call that writes several keys and returns the failures of some of them.
   *
   * @param refuse makes the failures of all of them
   */
  Map<String, CacheException> writeAll(
      Supplier<Map<String, CacheException>> call,
      Function<CacheException, Map<String, CacheException>> refuse) {
    recovery.changeBegins();
    try {
      return passAll(call, refuse);
    } finally {
      recovery.changeEnds();
    }
  }

  private Map<String, CacheException> passAll(
      Supplier<Map<String, CacheException>> call,
      Function<CacheException, Map<String, CacheException>> refuse) {
    long began = breaker.enter();
    if (began == Breaker.OPEN) {
      return refuse.apply(refusal());
    }
    try {
      Map<String, CacheException> failures = call.get();
      for (CacheException failure : failures.values()) {
        if (isOutage(failure)) {
          failed(began, failure, true);
          return failures;
        }
      }
      breaker.answered(began);
      return failures;
    } catch (CacheException e) {
      failed(began, e, true);
      throw e;
    }
  }

  /** Returns the epoch of a call; see {@link Breaker#enter}. */
  private long enter() {
    long began = breaker.enter();
    if (began == Breaker.OPEN) {
      throw refusal();
    }
    return began;
  }

  /** The refusal of a call while the store is away. */
  private CacheException refusal() {
    if (recovery.isStopped()) {
      return new CacheException(Reason.STOPPED, "the " + name + " store is stopped");
    }
    recovery.lookAfterProbe();
    return new CacheException(Reason.UNAVAILABLE, "the " + name + " store is away and not asked");
  }

  private <R> R pass(long began, Supplier<R> call, boolean writes) {
    try {
      R result = call.get();
      breaker.answered(began);
      return result;
    } catch (CacheException e) {
      failed(began, e, writes);
      throw e;
    }
  }

  /** Counts a failure, as an outage if it is one. */
  private void failed(long began, CacheException e, boolean writes) {
    if (writes && e.reason() == Reason.UNAVAILABLE) {
      recovery.changeFailed();
    }
    if (!isOutage(e)) {
      if (e.reason() != Reason.STOPPED && e.reason() != Reason.UNAVAILABLE) {
        breaker.answered(began);
      }
      return;
    }
    lock.lock();
    try {
      if (breaker.away(began)) {
        recovery.opened(e);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A caller who is interrupted fails in the same way, which says nothing of the store. */
  private static boolean isOutage(CacheException e) {
    return e.reason() == Reason.UNAVAILABLE && !Thread.currentThread().isInterrupted();
  }

  /**
   * Passes removals, or keeps all of them.
   *
   * @throws CacheException {@link Reason#DEFERRED} when they are kept
   */
  <R> R remove(List<? extends Kept> removals, Supplier<R> call) {
    while (true) {
      recovery.changeBegins();
      try {
        long began = breaker.enter();
        if (began != Breaker.OPEN || recovery.passesRemovals()) {
          return passRemoval(began, removals, call);
        }
      } finally {
        recovery.changeEnds();
      }
      keepWhileOpen(removals);
    }
  }

  private <R> R passRemoval(long began, List<? extends Kept> removals, Supplier<R> call) {
    try {
      R result = call.get();
      breaker.answered(began);
      return result;
    } catch (CacheException e) {
      if (!isOutage(e)) {
        failed(began, e, true);
        throw e;
      }
      recovery.removalFailed();
      // Nobody knows whether it was done.
      if (keepAfterFailure(removals, e)) {
        throw deferred(e);
      }
      failed(began, e, true);
      throw e;
    }
  }

  /** Keeps removals and throws; returns only when removals pass meanwhile. */
  private void keepWhileOpen(List<? extends Kept> removals) {
    recovery.lookAfterProbe();
    boolean kept;
    lock.lock();
    try {
      if (!breaker.isOpen() || recovery.passesRemovals()) {
        return;
      }
      kept = !recovery.isStopped() && keepAll(removals);
    } finally {
      lock.unlock();
    }
    if (kept) {
      throw deferred(null);
    }
    if (recovery.isStopped()) {
      throw refusal();
    }
    throw new CacheException(
        Reason.UNAVAILABLE,
        "the "
            + name
            + " store is away and the journal of removals is full: this removal is not accepted");
  }

  private boolean keepAfterFailure(List<? extends Kept> removals, CacheException e) {
    lock.lock();
    try {
      if (recovery.isStopped()) {
        return false;
      }
      boolean all = keepAll(removals);
      // Also when only some of them are kept: nothing is read while anything is.
      if (!journal.isEmpty() && breaker.open()) {
        recovery.opened(e);
      }
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether all are accepted; those that are stay so, since to remove too much is safe. */
  private boolean keepAll(List<? extends Kept> removals) {
    for (Kept removal : removals) {
      if (!journal.keep(removal)) {
        return false;
      }
    }
    return true;
  }

  private CacheException deferred(@Nullable CacheException cause) {
    return new CacheException(
        Reason.DEFERRED,
        "the " + name + " store is away; the removal is kept and carried out when it is back",
        cause);
  }
}
