package dev.larder.cache.redis;

import dev.larder.cache.CacheException;

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
}
