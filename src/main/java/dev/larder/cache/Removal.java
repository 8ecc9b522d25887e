package dev.larder.cache;

/** What became of the removal of a key. */
public enum Removal {
  /** There was a live entry, and it is gone. */
  REMOVED,
  /** There was none. */
  ABSENT,
  /**
   * The store is away: the removal is kept and carried out before this node reads from the store
   * again. Whether there is an entry is not known.
   */
  DEFERRED
}
