package dev.larder.cache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A Redis glob, compiled: a sequence of stars and of sets of bytes, each of which matches one byte.
 * Since every set takes exactly one byte, going back to the last star is enough, and matching takes
 * at most (length of the pattern) × (length of the key) steps. Instances are immutable.
 */
final class Glob {

  /** Stands for a star; compared by identity. */
  private static final long[] STAR = new long[0];

  private final long[][] elements;

  private Glob(List<long[]> elements) {
    this.elements = elements.toArray(long[][]::new);
  }

  static Glob compile(String pattern) {
    byte[] bytes = pattern.getBytes(StandardCharsets.UTF_8);
    List<long[]> elements = new ArrayList<>(bytes.length);
    int at = 0;
    while (at < bytes.length) {
      byte b = bytes[at];
      if (b == '*') {
        if (elements.isEmpty() || elements.get(elements.size() - 1) != STAR) {
          elements.add(STAR);
        }
        at++;
      } else if (b == '[') {
        long[] set = new long[4];
        at = readClass(bytes, at + 1, set);
        elements.add(set);
      } else if (b == '?') {
        elements.add(complement(new long[4]));
        at++;
      } else {
        if (b == '\\' && at + 1 < bytes.length) {
          at++;
        }
        elements.add(single(bytes[at]));
        at++;
      }
    }
    return new Glob(elements);
  }

  /**
   * Fills the set of a class whose first byte is at {@code at}; returns where the pattern goes on.
   */
  private static int readClass(byte[] bytes, int at, long[] set) {
    boolean negated = at < bytes.length && bytes[at] == '^';
    int i = negated ? at + 1 : at;
    while (i < bytes.length && bytes[i] != ']') {
      if (bytes[i] == '\\' && i + 1 < bytes.length) {
        add(set, bytes[i + 1] & 0xff);
        i += 2;
      } else if (i + 2 < bytes.length && bytes[i + 1] == '-') {
        int one = bytes[i] & 0xff;
        int other = bytes[i + 2] & 0xff;
        for (int b = Math.min(one, other); b <= Math.max(one, other); b++) {
          add(set, b);
        }
        i += 3;
      } else {
        add(set, bytes[i] & 0xff);
        i++;
      }
    }
    if (negated) {
      complement(set);
    }
    // A class that is never closed ends with the pattern.
    return Math.min(i + 1, bytes.length);
  }

  boolean matches(String text) {
    return matches(text.getBytes(StandardCharsets.UTF_8));
  }

  boolean matches(byte[] text) {
    int element = 0;
    int at = 0;
    int afterStar = -1;
    int starAt = 0;
    while (at < text.length) {
      if (element < elements.length && elements[element] == STAR) {
        afterStar = ++element;
        starAt = at;
      } else if (element < elements.length && contains(elements[element], text[at] & 0xff)) {
        element++;
        at++;
      } else if (afterStar >= 0) {
        element = afterStar;
        at = ++starAt;
      } else {
        return false;
      }
    }
    while (element < elements.length && elements[element] == STAR) {
      element++;
    }
    return element == elements.length;
  }

  private static long[] single(byte b) {
    long[] set = new long[4];
    add(set, b & 0xff);
    return set;
  }

  private static long[] complement(long[] set) {
    for (int i = 0; i < set.length; i++) {
      set[i] = ~set[i];
    }
    return set;
  }

  private static void add(long[] set, int b) {
    set[b >> 6] |= 1L << (b & 63);
  }

  private static boolean contains(long[] set, int b) {
    return (set[b >> 6] & 1L << (b & 63)) != 0;
  }
}
