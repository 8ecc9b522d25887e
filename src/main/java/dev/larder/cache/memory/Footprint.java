package dev.larder.cache.memory;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;

/** What an entry takes in the heap, and the limit of it. */
final class Footprint {

  /**
   * The bytes of an entry besides the characters of its key and the bytes of its value.
   *
   * <p>On a 64-bit HotSpot with compressed references: Caffeine's node 64, the node of its hash
   * table 32, the table's slot 5 to 11, the frequency sketch 8 to 16, the key's String 24 and the
   * header of its array 16, the {@link Value} 32 and the header of its array 16, and the node of
   * the sorted index with its share of the upper levels 36.
   */
  static final int OVERHEAD = 256;

  private Footprint() {}

  /**
   * Returns what an entry takes.
   *
   * @throws CacheException {@link Reason#TOO_LARGE} when it is more than the limit
   */
  static int of(String key, int valueLength, long limit) {
    long bytes = OVERHEAD + padded(characters(key)) + padded(valueLength);
    if (bytes > limit || bytes > Integer.MAX_VALUE) {
      throw new CacheException(
          Reason.TOO_LARGE,
          "the entry takes "
              + bytes
              + " bytes (key, value and overhead), the memory cache holds at most "
              + Math.min(limit, Integer.MAX_VALUE));
    }
    return (int) bytes;
  }

  /** Strings of Latin-1 characters only are kept in one byte a character, all others in two. */
  private static long characters(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) > 0xff) {
        return 2L * key.length();
      }
    }
    return key.length();
  }

  private static long padded(long bytes) {
    return (bytes + 7) & ~7L;
  }
}
