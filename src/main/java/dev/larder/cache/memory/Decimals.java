package dev.larder.cache.memory;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import java.nio.charset.StandardCharsets;

/**
 * The text of counters: the canonical signed 64-bit decimal, {@code 0} or {@code -?[1-9][0-9]*}.
 */
final class Decimals {

  private static final int LONGEST = Long.toString(Long.MIN_VALUE).length();

  private Decimals() {}

  /**
   * Reads a counter.
   *
   * @throws CacheException {@link Reason#NOT_AN_INTEGER} when the text is not canonical
   */
  static long read(Value text) {
    if (text.length() == 0 || text.length() > LONGEST) {
      throw notAnInteger();
    }
    String decimal = new String(text.copy(), StandardCharsets.ISO_8859_1);
    long value;
    try {
      value = Long.parseLong(decimal);
    } catch (NumberFormatException e) {
      throw notAnInteger();
    }
    // parseLong is more generous than Redis: it takes a plus, leading zeros and minus zero.
    if (!Long.toString(value).equals(decimal)) {
      throw notAnInteger();
    }
    return value;
  }

  static byte[] write(long value) {
    return Long.toString(value).getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Adds.
   *
   * @throws CacheException {@link Reason#OVERFLOW}
   */
  static long add(long value, long delta) {
    long sum = value + delta;
    if (((value ^ sum) & (delta ^ sum)) < 0) {
      throw new CacheException(Reason.OVERFLOW, "increment or decrement would overflow");
    }
    return sum;
  }

  private static CacheException notAnInteger() {
    return new CacheException(Reason.NOT_AN_INTEGER, "value is not an integer or out of range");
  }
}
