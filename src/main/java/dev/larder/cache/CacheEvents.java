package dev.larder.cache;

import org.jspecify.annotations.Nullable;

/**
 * What is told of everything a cache does, for metrics and logs. Methods are called on the threads
 * of callers, must be quick and thread-safe, and must not throw.
 */
public interface CacheEvents {

  /** Nobody listens. */
  CacheEvents NONE = new CacheEvents() {};

  /** Look-ups found this many live entries. */
  default void hits(long count) {}

  /** Look-ups found this many entries missing. */
  default void misses(long count) {}

  /** A loader ended normally after so many nanoseconds. */
  default void loaded(long nanos) {}

  /** A loader threw after so many nanoseconds. */
  default void loadFailed(long nanos) {}

  /** A loaded value was not stored because its key was written or invalidated meanwhile. */
  default void loadSuperseded() {}

  /** A value was served after its TTL was over, while the next one is loaded. */
  default void servedStale() {}

  /** A load in the background began: of a value that is stale, or will be soon. */
  default void refreshBegun() {}

  /** A load waits for the load of another node. */
  default void waitedForNode() {}

  /** This many entries were written. */
  default void written(long count) {}

  /** This many entries were removed on request. */
  default void removed(long count) {}

  /** A store removed an entry of so many bytes to make room. */
  default void evicted(long bytes) {}

  /** An operation failed; {@code operation} is the name of a method of {@link CacheModule}. */
  default void failed(String operation, CacheException failure) {}

  /**
   * A store carried out an operation, or failed to, after so many nanoseconds. What a near tier or
   * an open breaker answers by itself never comes to the store, and is not told.
   *
   * @param store the name of the store
   * @param operation one of a fixed, small number of names; those that a {@link CacheModule} has as
   *     well are named as there
   * @param failure null when it was carried out
   */
  default void called(
      String store, String operation, long nanos, @Nullable CacheException failure) {}

  /**
   * Returns what is told of the cache's own keys, such as those of stored responses, so that they
   * can be told from the keys of applications. What is inherited makes no difference between them.
   */
  default CacheEvents ofOwnKeys() {
    return this;
  }
}
