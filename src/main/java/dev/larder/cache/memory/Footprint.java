package dev.larder.cache.memory;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;

/** What an entry takes in the heap, and the limit of it. */
final class Footprint {

  /**
   * The bytes of an entry besides the characters of its key and the bytes of its value: on HotSpot
   * with compressed references 232 to 256 were measured, without them 305 to 330.
   *
   * <p>They are: the node of Caffeine and the one of its hash table, the table's slot, the
   * frequency sketch, the key's String and the header of its array, the {@link Value} and the
   * header of its array, and the node of the sorted index with its share of the upper levels.
   */
  static final int OVERHEAD = compressedReferences() ? 256 : 336;

  /** What each further array of a large value takes: its header, its end, and its place. */
  private static final int ARRAY = 32;

  private Footprint() {}

  /**
   * Returns what an entry takes.
   *
   * @throws CacheException {@link Reason#TOO_LARGE} when it is more than the limit
   */
  static int of(String key, int valueLength, long limit) {
    long bytes =
        OVERHEAD
            + padded(characters(key))
            + padded(valueLength)
            + (Value.arrays(valueLength) - 1L) * ARRAY;
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

  /** HotSpot compresses references, unless told otherwise, in heaps of less than 32 GB. */
  private static boolean compressedReferences() {
    return Runtime.getRuntime().maxMemory() < 32L << 30;
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
