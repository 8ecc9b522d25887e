package dev.larder.requirements;

/** How the cached copy was found to be other than the row says. */
public enum CopyDrift {
  /** There is a row in force and no copy. */
  MISSING,

  /** The copy is not the row's content, or not in the form that workers read. */
  DIFFERENT,

  /** There is a copy and no row in force that it could be of. */
  LEFT_OVER,

  /** The copy is the row's, and the version beside it is missing or not the row's. */
  WRONG_VERSION,

  /** The copy is the row's, and never expires or later than it should. */
  WRONG_EXPIRY
}
