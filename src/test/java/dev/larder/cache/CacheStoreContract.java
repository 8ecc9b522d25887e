package dev.larder.cache;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every {@link CacheStore} does alike. A store's test extends it in a few lines: it says how
 * an empty store is opened, and how time passes for it when that is not the real time.
 */
public abstract class CacheStoreContract
    implements StoreValueRules,
        StoreTtlRules,
        StoreCounterRules,
        StoreConditionRules,
        StoreScanRules,
        StoreLifeRules {

  private CacheStore store;

  /** Returns a new store, started, that holds nothing. The contract closes it. */
  protected abstract CacheStore openEmptyStore();

  @BeforeEach
  void openTheStore() {
    store = openEmptyStore();
  }

  @AfterEach
  void closeTheStore() {
    if (store != null) {
      store.close();
    }
  }

  @Override
  public CacheStore store() {
    return store;
  }

  /** Waits for real time to pass, unless the store's test has a clock of its own. */
  @Override
  public void elapse(Duration time) {
    waitFor(time);
  }

  static void waitFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
