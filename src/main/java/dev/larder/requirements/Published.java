package dev.larder.requirements;

/** How a publication ended. */
sealed interface Published {

  /** The cache holds the row as it was at some moment of the publication. */
  record Cached(Requirements requirements) implements Published {}

  /** There is no row in force, and no copy in the cache. */
  record Removed() implements Published {}

  /** It is not known what the cache holds; the reconciler will look after it. */
  record Failed(RuntimeException cause) implements Published {}
}
