package dev.larder.cache.resilience;

import dev.larder.cache.CacheStore;
import dev.larder.cache.CacheStoreContract;
import dev.larder.cache.memory.MemoryStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The contract of stores, through a breaker that never opens. */
class ResilientMemoryStoreTest extends CacheStoreContract {

  @TempDir private Path data;

  @Override
  protected CacheStore openEmptyStore() {
    ManualScheduler scheduler = new ManualScheduler();
    CacheStore store =
        new ResilientStore(
            new MemoryStore(64 << 20),
            new Journal(data, "memory", List.of()),
            ResilienceSettings.DEFAULTS,
            scheduler,
            scheduler::nanoTime);
    store.start();
    return store;
  }
}
