package dev.larder.cache.memory;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheModuleContract;
import dev.larder.cache.CacheStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

class MemoryModuleTest extends CacheModuleContract {

  private final AtomicLong nanos = new AtomicLong();

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
