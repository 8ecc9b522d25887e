package dev.larder.cache.resilience;

import dev.larder.cache.CacheStore;
import dev.larder.cache.KeyScan;

/** A removal that was accepted and is still to be carried out. Immutable. */
sealed interface Kept {

  /** Carries it out. It may be done more than once. */
  void carryOut(CacheStore store);

  /** The removal of one key, as the store has it. */
  record Key(String key) implements Kept {
    @Override
    public void carryOut(CacheStore store) {
      // Whether there was an entry interests nobody any more.
      boolean unused = store.delete(key);
    }
  }

  /** The removal of everything that a scan selects. */
  record Scan(KeyScan scan) implements Kept {
    @Override
    public void carryOut(CacheStore store) {
      long unused = store.deleteMatching(scan);
    }
  }
}
