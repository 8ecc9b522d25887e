package dev.larder.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a look-up for a {@code getOrSet} found. */
sealed interface Found<T> {

  /**
   * A usable value.
   *
   * @param left its remaining TTL; null when it has none, and when it was not asked for
   */
  record Hit<T>(@Nullable T value, Outcome.Stored stored, @Nullable Duration left)
      implements Found<T> {}

  /** Nothing usable; {@code condition} says what must still hold when a loaded value is stored. */
  record Miss<T>(WriteCondition condition) implements Found<T> {}

  /** The store could not be asked, or it is not our turn; so nothing is stored either. */
  record Unknown<T>() implements Found<T> {}
}
