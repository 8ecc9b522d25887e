package dev.larder.cache.memory;

import org.jspecify.annotations.Nullable;

/** What becomes of a key's value. */
@FunctionalInterface
interface Change {

  /**
   * Returns the new value, or null for none; called at most once, under the key's lock.
   *
   * @param live the live value, or null when there is none
   */
  @Nullable Value apply(@Nullable Value live);
}
