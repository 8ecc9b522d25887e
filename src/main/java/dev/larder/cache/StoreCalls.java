package dev.larder.cache;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The one place where a store's failure is counted and logged: a line when it begins and a line
 * when it ends, not one for each request.
 */
final class StoreCalls {

  private static final System.Logger LOG = System.getLogger("dev.larder.cache");

  private final String storeName;
  private final CacheEvents events;
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile boolean stopped;

  StoreCalls(String storeName, CacheEvents events) {
    this.storeName = storeName;
    this.events = events;
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
      if (failing.getPlain() && failing.compareAndSet(true, false)) {
        LOG.log(System.Logger.Level.INFO, "The {0} cache answers again", storeName);
      }
      return result;
    } catch (CacheException e) {
      failed(operation, e);
      throw e;
    }
  }

  void failed(String operation, CacheException e) {
    events.failed(operation, e);
    if (e.kind() == CacheException.Kind.UNAVAILABLE
        && !failing.getPlain()
        && failing.compareAndSet(false, true)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The {0} cache does not answer ({1}: {2}); further failures are counted, not logged",
          storeName,
          operation,
          e.getMessage());
    }
  }
}
