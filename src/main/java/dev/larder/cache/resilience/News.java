package dev.larder.cache.resilience;

import dev.larder.cache.CacheException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What is logged of a store that goes away and comes back: a line for each change. A store that
 * does so by turns, such as a full Redis that reads and does not write, is told of once, and again
 * when it has been quiet for a while. Its owner calls it under a lock, except where said.
 */
final class News {

  private static final System.Logger LOG = System.getLogger("dev.larder.cache.resilience");
  private static final long QUIET = TimeUnit.SECONDS.toNanos(10);

  private final String store;
  private final Duration interval;
  private final LongSupplier nanoTime;
  private long closedAt;
  private boolean byTurns;
  private boolean toldByTurns;
  private boolean told = true;
  private volatile boolean toldReplay;

  News(String store, Duration interval, LongSupplier nanoTime) {
    this.store = store;
    this.interval = interval;
    this.nanoTime = nanoTime;
    this.closedAt = nanoTime.getAsLong() - QUIET;
  }

  /** Removals of an earlier process wait. */
  void begins(int removals) {
    LOG.log(
        System.Logger.Level.INFO,
        "The {0} store is not used before {1} removals are carried out that an earlier process"
            + " kept; event=removals-waiting store={0} removals={1}",
        store,
        Integer.toString(removals));
  }

  void opened(CacheException e) {
    byTurns = nanoTime.getAsLong() - closedAt < QUIET;
    toldReplay = false;
    told = !(byTurns && toldByTurns);
    toldByTurns = byTurns;
    if (!told) {
      return;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "The {0} store is away ({1}){2}: no call waits for it, removals are kept, and it is asked"
            + " again every {3} ms; event=breaker-open store={0}",
        store,
        e.getMessage(),
        byTurns ? " once more, and may be by turns, which is not logged each time" : "",
        Long.toString(interval.toMillis()));
  }

  /** Returns whether it was back for a short time only. */
  boolean isByTurns() {
    return byTurns;
  }

  void closed(long replayed, long awayNanos) {
    closedAt = nanoTime.getAsLong();
    if (!told && replayed == 0) {
      return;
    }
    LOG.log(
        System.Logger.Level.INFO,
        "The {0} store is back after {1} ms; {2} removals kept meanwhile are carried out;"
            + " event=breaker-closed store={0} away-ms={1} replayed={2}",
        store,
        Long.toString(TimeUnit.NANOSECONDS.toMillis(awayNanos)),
        Long.toString(replayed));
  }

  /** It answers, but a removal failed; may be called without a lock. */
  void replayFailed(RuntimeException e) {
    if (e instanceof CacheException failure
        && failure.reason() != CacheException.Reason.FORBIDDEN
        && failure.kind() == CacheException.Kind.UNAVAILABLE) {
      // Away once more, as was told.
      return;
    }
    if (!toldReplay) {
      toldReplay = true;
      String what =
          "The "
              + store
              + " store does not let removals be carried out that were kept, and is not used before"
              + " they are: ";
      if (e instanceof CacheException) {
        LOG.log(
            System.Logger.Level.WARNING,
            what + e.getMessage() + "; event=replay-refused store=" + store);
      } else {
        LOG.log(
            System.Logger.Level.WARNING,
            what + "it fails unexpectedly; event=replay-refused store=" + store,
            e);
      }
    }
  }
}
