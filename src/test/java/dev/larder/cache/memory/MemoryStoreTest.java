package dev.larder.cache.memory;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheStore;
import dev.larder.cache.CacheStoreContract;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

class MemoryStoreTest extends CacheStoreContract {

  private final AtomicLong nanos = new AtomicLong(-12_345_678_901L);

  @Override
  protected CacheStore openEmptyStore() {
    MemoryStore store = new MemoryStore(64 << 20, nanos::get, CacheEvents.NONE);
    store.start();
    return store;
  }

  @Override
  public void elapse(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
