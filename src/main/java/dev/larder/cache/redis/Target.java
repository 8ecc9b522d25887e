package dev.larder.cache.redis;

import dev.larder.cache.CacheException;

/** Where the connections of one pool lead: a server, or whichever is the primary now. */
interface Target {

  /**
   * Opens a connection.
   *
   * @param deadline when all of it must be done, as {@link System#nanoTime}
   * @param generation the generation it is opened in; see {@link Links}
   * @throws CacheException unavailable when there is none to be had
   */
  Link open(long deadline, int generation);

  /** How long opening may take when the caller has no shorter bound. */
  long openNanos();

  /** A connection broke, or the server said that it is not the one to ask. */
  default void suspect() {}

  /**
   * Asks whether it still leads to the right server, when that was not done for a while. It takes a
   * bounded time, does nothing while another caller asks, and never fails: where there is no
   * answer, what is known is gone by.
   */
  default void lookAgain() {}

  /** Whether a connection opened after {@link #suspect} may lead to another server. */
  default boolean moves() {
    return false;
  }
}
