package dev.larder.cache;

import org.jspecify.annotations.Nullable;

/** The computation behind {@link CacheModule#getOrSet}, run on the thread of one of its callers. */
@FunctionalInterface
public interface Loader<T> {

  /** Computes the value; {@code null} means that there is none. */
  @Nullable T load() throws Exception;
}
