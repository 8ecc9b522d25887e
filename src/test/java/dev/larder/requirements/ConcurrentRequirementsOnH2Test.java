package dev.larder.requirements;

import dev.larder.cache.memory.MemoryStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrentRequirementsOnH2Test {

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void manyThreadsLoseNoPackageAndTheCopyNeverGoesBack(long seed) throws Exception {
    try (TestDatabase database = TestDatabase.h2();
        MemoryStore store = new MemoryStore(10_000_000)) {
      database.migrate();
      store.start();
      ConcurrentRequirements.round(seed, database, store, 2, 3, 25);
    }
  }
}
