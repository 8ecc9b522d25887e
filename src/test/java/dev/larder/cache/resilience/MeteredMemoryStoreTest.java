package dev.larder.cache.resilience;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheStore;
import dev.larder.cache.CacheStoreContract;
import dev.larder.cache.memory.MemoryStore;

/** The contract of stores, while every operation is told. */
class MeteredMemoryStoreTest extends CacheStoreContract {

  @Override
  protected CacheStore openEmptyStore() {
    CacheStore store =
        new MeteredStore(new MemoryStore(64 << 20), new CacheEvents() {}, System::nanoTime);
    store.start();
    return store;
  }
}
