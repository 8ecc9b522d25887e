package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One server that takes writes: the one there is, or one of the primaries of a cluster. */
interface Primary {

  /** Returns what tells it from others, and from the one that takes its place after a fail-over. */
  String id();

  /**
   * Opens a connection to it, logged in, that belongs to the caller alone and counts in no pool.
   *
   * @param deadline when all of it must be done, as {@link System#nanoTime}
   * @throws CacheException unavailable when there is none to be had
   */
  Link open(long deadline);

  /**
   * Returns what it can be asked by whether it still has its part of the keys; {@code null} when it
   * has all of them, or none.
   *
   * @param prefixes what the keys asked for may begin with; none for anything
   */
  default @Nullable ServedKey servedKey(List<byte[]> prefixes) {
    return null;
  }
}
