package dev.larder.cache;

/**
 * The way to Larder's own keys: an unprefixed module over the same store, for the parts of Larder
 * itself. Applications use {@link CacheModule}, for which these keys are out of reach.
 */
@FunctionalInterface
public interface OwnKeys {

  /** Returns the module that may use reserved keys. */
  CacheModule module();
}
