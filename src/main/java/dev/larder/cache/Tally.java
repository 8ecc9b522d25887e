package dev.larder.cache;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The counters behind {@link CacheModule#stats()}; everything is passed on to a next listener. */
final class Tally implements CacheEvents {

  private final CacheEvents next;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder loads = new LongAdder();
  private final LongAdder loadFailures = new LongAdder();
  private final LongAdder loadNanos = new LongAdder();
  private final LongAdder errors = new LongAdder();

  Tally(CacheEvents next) {
    this.next = next;
  }

  CacheStats snapshot(StoreStatus store) {
    return new CacheStats(
        hits.sum(),
        misses.sum(),
        loads.sum(),
        loadFailures.sum(),
        Duration.ofNanos(loadNanos.sum()),
        errors.sum(),
        store.evictions(),
        store.entries(),
        store.bytes(),
        store);
  }

  @Override
  public void hits(long count) {
    hits.add(count);
    next.hits(count);
  }

  @Override
  public void misses(long count) {
    misses.add(count);
    next.misses(count);
  }

  @Override
  public void loaded(long nanos) {
    loads.increment();
    loadNanos.add(nanos);
    next.loaded(nanos);
  }

  @Override
  public void loadFailed(long nanos) {
    loadFailures.increment();
    loadNanos.add(nanos);
    next.loadFailed(nanos);
  }

  @Override
  public void loadSuperseded() {
    next.loadSuperseded();
  }

  @Override
  public void servedStale() {
    next.servedStale();
  }

  @Override
  public void refreshBegun() {
    next.refreshBegun();
  }

  @Override
  public void waitedForNode() {
    next.waitedForNode();
  }

  @Override
  public void written(long count) {
    next.written(count);
  }

  @Override
  public void removed(long count) {
    next.removed(count);
  }

  @Override
  public void evicted(long bytes) {
    next.evicted(bytes);
  }

  @Override
  public void failed(String operation, CacheException failure) {
    if (failure.kind() != CacheException.Kind.REJECTED) {
      errors.increment();
    }
    next.failed(operation, failure);
  }

  @Override
  public void called(String store, String operation, long nanos, @Nullable CacheException failure) {
    next.called(store, operation, nanos, failure);
  }
}
