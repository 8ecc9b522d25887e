package dev.larder.cache;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way to Larder's own keys: an unprefixed module over the same store, for the parts of Larder
 * itself. Applications use {@link CacheModule}, for which these keys are out of reach.
 */
public interface OwnKeys {

  /** Returns the module that may use reserved keys. */
  CacheModule module();

  /**
   * Returns the value of a key as {@link CacheModule#get} does, for reading only: the array may be
   * the one that the store keeps.
   */
  Optional<byte[]> getShared(String key);

  /** Returns the values of keys as {@link CacheModule#mget} does, for reading only. */
  List<Optional<byte[]>> mgetShared(List<String> keys);

  /**
   * Returns the register of what is computed now for that module's keys: its {@code getOrSet} and
   * the response cache share it.
   */
  SingleFlight<String> flights();

  /** Returns the leases for what is computed by one node of all; empty when nodes share nothing. */
  default Optional<Leases> leases() {
    return Optional.empty();
  }

  /** Returns a module together with the register that it was made with. */
  static OwnKeys of(CacheModule module, SingleFlight<String> flights) {
    return of(module, flights, null);
  }

  /** Returns a module together with its register, and leases over the same store or null. */
  static OwnKeys of(CacheModule module, SingleFlight<String> flights, @Nullable Leases leases) {
    return new OwnKeys() {
      @Override
      public CacheModule module() {
        return module;
      }

      @Override
      public Optional<byte[]> getShared(String key) {
        return module instanceof StoreCacheModule ours ? ours.getShared(key) : module.get(key);
      }

      @Override
      public List<Optional<byte[]>> mgetShared(List<String> keys) {
        return module instanceof StoreCacheModule ours ? ours.mgetShared(keys) : module.mget(keys);
      }

      @Override
      public SingleFlight<String> flights() {
        return flights;
      }

      @Override
      public Optional<Leases> leases() {
        return Optional.ofNullable(leases);
      }
    };
  }
}
