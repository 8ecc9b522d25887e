package dev.larder.cache;

import dev.larder.cache.json.JacksonCodec;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What a {@link CacheModule} does over every store. A store's test extends it as it does {@link
 * CacheStoreContract}. Loading has tests of its own.
 */
public abstract class CacheModuleContract
    implements ModuleValueRules, ModuleKeyRules, ModuleListingRules, ModuleJsonRules {

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

  /** Says what else the module is to be made with. */
  protected void configure(CacheModuleBuilder builder, CacheStore store) {}

  @Override
  public CacheModule module(String prefix) {
    CacheModuleBuilder builder =
        new CacheModuleBuilder(store, new JacksonCodec())
            .prefix(prefix)
            .defaultTtl(Duration.ofMinutes(5));
    configure(builder, store);
    CacheModule module = builder.build();
    module.start();
    return module;
  }

  @Override
  public CacheModule ownModule() {
    CacheModule module = new CacheModuleBuilder(store, new JacksonCodec()).forOwnKeys().build();
    module.start();
    return module;
  }

  /** Waits for real time to pass, unless the store's test has a clock of its own. */
  @Override
  public void elapse(Duration time) {
    CacheStoreContract.waitFor(time);
  }
}
