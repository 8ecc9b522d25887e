package dev.larder.cache;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The one place where a store's failure is counted and logged: a line when it begins and a line
 * when it ends, not one for each request. A store that fails and answers by turns, such as a full
 * Redis that reads and does not write, is said to answer again after ten seconds without a failure.
 */
final class StoreCalls {

  private static final System.Logger LOG = System.getLogger("dev.larder.cache");

  private final String storeName;
  private final CacheEvents events;
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier nanoTime;
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile long lastFailure;
  private volatile long lastRecovery;

  /** Whether the store failed again shortly after it had answered again. */
  private volatile boolean byTurns;

  private volatile boolean stopped;

  StoreCalls(String storeName, CacheEvents events, LongSupplier nanoTime) {
    this.storeName = storeName;
    this.events = events;
    this.nanoTime = nanoTime;
    this.lastRecovery = nanoTime.getAsLong() - QUIET_NANOS;
  }

  void started() {
    stopped = false;
  }

  void stopped() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  <R> R call(String operation, Supplier<R> call) {
    if (stopped) {
      throw new CacheException(CacheException.Reason.STOPPED, "the cache is stopped");
    }
    try {
      R result = call.get();
      if (failing.getPlain() && mayBeOver() && failing.compareAndSet(true, false)) {
        byTurns = false;
        lastRecovery = nanoTime.getAsLong();
        LOG.log(
            System.Logger.Level.INFO,
            "The {0} cache answers again; event=cache-answers store={0}",
            storeName);
      }
      return result;
    } catch (CacheException e) {
      failed(operation, e);
      throw e;
    }
  }

  private boolean mayBeOver() {
    return !byTurns || nanoTime.getAsLong() - lastFailure >= QUIET_NANOS;
  }

  void failed(String operation, CacheException e) {
    if (e.reason() != CacheException.Reason.DEFERRED) {
      events.failed(operation, e);
    }
    if (e.kind() != CacheException.Kind.UNAVAILABLE) {
      return;
    }
    lastFailure = nanoTime.getAsLong();
    if (!failing.getPlain() && failing.compareAndSet(false, true)) {
      byTurns = lastFailure - lastRecovery < QUIET_NANOS;
      LOG.log(
          System.Logger.Level.WARNING,
          "The {0} cache does not answer ({1}: {2}); further failures are counted, not logged;"
              + " event=cache-fails store={0} operation={1}",
          storeName,
          operation,
          e.getMessage());
    }
  }
}
