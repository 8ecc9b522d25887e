package dev.larder.cache;

/**
 * The way to Larder's own keys: an unprefixed module over the same store, for the parts of Larder
 * itself. Applications use {@link CacheModule}, for which these keys are out of reach.
 */
public interface OwnKeys {

  /** Returns the module that may use reserved keys. */
  CacheModule module();

  /**
   * Returns the register of what is computed now for that module's keys: its {@code getOrSet} and
   * the response cache share it.
   */
  SingleFlight<String> flights();

  /** Returns a module together with the register that it was made with. */
  static OwnKeys of(CacheModule module, SingleFlight<String> flights) {
    return new OwnKeys() {
      @Override
      public CacheModule module() {
        return module;
      }

      @Override
      public SingleFlight<String> flights() {
        return flights;
      }
    };
  }
}
