package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the keys of all servers by SCAN, a round trip at a time. A key that is there all the
 * time is met at least once; others may be met or not, and any may be met again. Not thread-safe.
 */
interface KeyWalk {

  /**
   * Takes one step.
   *
   * @param pattern the pattern of the keys wanted
   * @param count about how many keys to look at
   * @return the keys met, possibly none
   * @throws CacheException when it cannot go on; the walk is then where it was
   */
  List<byte[]> next(byte[] pattern, int count);

  /** Returns where to go on, or {@code null} at the end. */
  @Nullable String cursor();
}
