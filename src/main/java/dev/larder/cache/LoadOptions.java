package dev.larder.cache;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one {@code getOrSet} behaves. Instances are immutable. */
public final class LoadOptions {

  /** Wait ten seconds for another caller's load at most, and do not cache {@code null}. */
  public static final LoadOptions DEFAULTS = new LoadOptions(Duration.ofSeconds(10), null);

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final Duration maxWait;
  private final @Nullable Duration nullTtl;

  private LoadOptions(Duration maxWait, @Nullable Duration nullTtl) {
    this.maxWait = maxWait;
    this.nullTtl = nullTtl;
  }

  /**
   * Returns options with another bound on waiting for somebody else's load; zero does not wait.
   *
   * @throws IllegalArgumentException when the wait is negative or above an hour
   */
  public LoadOptions withMaxWait(Duration maxWait) {
    if (maxWait.isNegative() || maxWait.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException("the wait is from zero to one hour: " + maxWait);
    }
    return new LoadOptions(maxWait, nullTtl);
  }

  /** Returns options under which a loaded {@code null} is cached with a TTL of its own. */
  public LoadOptions withNullTtl(Duration nullTtl) {
    return new LoadOptions(maxWait, nullTtl);
  }

  /** Returns the longest wait for another caller's load, after which the caller loads itself. */
  public Duration maxWait() {
    return maxWait;
  }

  /** Returns the TTL of a cached {@code null}, or empty when {@code null} is not cached. */
  public Optional<Duration> nullTtl() {
    return Optional.ofNullable(nullTtl);
  }
}
