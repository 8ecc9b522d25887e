package dev.larder.http.storage;

import dev.larder.cache.CacheException;
import dev.larder.http.HeaderFields;
import dev.larder.http.StoredResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A store that repeats invalidations which failed until they succeed. Thread-safe.
 *
 * <p>An invalidation that fails is thrown to its caller, as by any store, and kept. While it is
 * kept, this node does not look for what it names; other nodes may until the store is back. It is
 * bounded: beyond so many keys it forgets which they were, and everything is invalidated when the
 * store is back. What is kept is lost with the process.
 */
public final class RetryingResponseStore implements ResponseStore, AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.larder.http.storage");

  private final ResponseStore delegate;
  private final ScheduledExecutorService scheduler;
  private final Duration interval;
  private final int most;

  /** The keys, and when each was kept last: what fails during a retry is not taken for done. */
  private final ConcurrentMap<String, Long> kept = new ConcurrentHashMap<>();

  private final AtomicLong sequence = new AtomicLong();

  // Everything is to be invalidated while these differ; so a wish during an attempt is not lost.
  private final AtomicLong wished = new AtomicLong();
  private final AtomicLong carriedOut = new AtomicLong();

  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * Makes one.
   *
   * @param scheduler whose owner ends it; it may refuse, then the next failure tries again
   * @param interval between two attempts
   * @param most how many keys are kept
   */
  public RetryingResponseStore(
      ResponseStore delegate, ScheduledExecutorService scheduler, Duration interval, int most) {
    this.delegate = delegate;
    this.scheduler = scheduler;
    this.interval = interval;
    this.most = most;
  }

  @Override
  public Found find(Place place, HeaderFields request) {
    if (isKept(place)) {
      // Should the scheduler have refused, it is asked again.
      schedule();
      throw new CacheException(
          CacheException.Reason.UNAVAILABLE,
          "an invalidation of this response is still to be carried out");
    }
    return delegate.find(place, request);
  }

  private boolean isKept(Place place) {
    if (kept.isEmpty() && !everything()) {
      return false;
    }
    return everything()
        || kept.containsKey(place.head())
        || place.generations().stream().anyMatch(kept::containsKey);
  }

  @Override
  public Ticket begin(Place place, Found found) {
    return delegate.begin(place, found);
  }

  @Override
  public boolean store(Ticket ticket, StoredResponse response, Duration keep) {
    return delegate.store(ticket, response, keep);
  }

  @Override
  public void rememberUncacheable(Ticket ticket, Duration time) {
    delegate.rememberUncacheable(ticket, time);
  }

  @Override
  public void invalidate(Collection<String> keys) {
    try {
      delegate.invalidate(keys);
    } catch (CacheException e) {
      keep(keys);
      throw e;
    }
  }

  @Override
  public void invalidateAll() {
    try {
      delegate.invalidateAll();
    } catch (CacheException e) {
      wished.incrementAndGet();
      schedule();
      throw e;
    }
  }

  /** Ends the retries; what is kept is lost. */
  @Override
  public void close() {
    closed = true;
  }

  /** Returns how many keys wait for being invalidated; -1 when everything does. */
  public int waiting() {
    return everything() ? -1 : kept.size();
  }

  private boolean everything() {
    return wished.get() != carriedOut.get();
  }

  /** One at a time: what somebody else has just kept must not be cleared without a wish. */
  private synchronized void keep(Collection<String> keys) {
    if (kept.size() + keys.size() > most) {
      // In this order, so that at no moment neither says what is to be invalidated.
      wished.incrementAndGet();
      kept.clear();
    } else {
      long number = sequence.incrementAndGet();
      keys.forEach(key -> kept.put(key, number));
    }
    schedule();
  }

  private void schedule() {
    if (closed || !scheduled.compareAndSet(false, true)) {
      return;
    }
    try {
      var unused = scheduler.schedule(this::retry, interval.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      // A managed executor that is shut down refuses by whatever its server throws.
      scheduled.set(false);
      LOG.log(System.Logger.Level.DEBUG, "The scheduler refuses; the server may be stopping", e);
    }
  }

  private void retry() {
    if (closed) {
      return;
    }
    try {
      long wish = wished.get();
      boolean all = everything();
      Map<String, Long> keys = Map.copyOf(kept);
      if (all) {
        delegate.invalidateAll();
        carriedOut.set(wish);
      }
      delegate.invalidate(keys.keySet());
      keys.forEach(kept::remove);
      LOG.log(
          System.Logger.Level.INFO,
          "Invalidations of stored responses that had failed are carried out now: {0}",
          all ? "all responses" : keys.size() + " keys");
    } catch (CacheException e) {
      // Still away: counted by the cache module; the next attempt follows.
      LOG.log(System.Logger.Level.DEBUG, "Invalidations still fail", e);
    } finally {
      scheduled.set(false);
      if (everything() || !kept.isEmpty()) {
        schedule();
      }
    }
  }
}
