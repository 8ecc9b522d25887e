package dev.larder.cache;

import java.util.Objects;

/**
 * A pattern over keys: a Redis glob, and optionally a literal text that every key begins with
 * besides. Every text is a legal glob. It matches the whole key by its UTF-8 bytes, case-sensitive:
 * {@code *} any run, {@code ?} one byte, {@code [a-z]}, {@code [^a-z]}, {@code \x} a literal.
 *
 * @param glob the glob over the whole key
 * @param requiredPrefix the literal text, empty for none; it confines, it is not cut off
 */
public record KeyPattern(String glob, String requiredPrefix) {

  /** Checks for null. */
  public KeyPattern {
    Objects.requireNonNull(glob);
    Objects.requireNonNull(requiredPrefix);
  }

  /** Returns the pattern of a glob. */
  public static KeyPattern glob(String glob) {
    return new KeyPattern(glob, "");
  }

  /** Returns the pattern of all keys that begin with a literal text. */
  public static KeyPattern startingWith(String literal) {
    return glob(escape(literal) + "*");
  }

  /**
   * Returns this pattern, confined to keys that begin with a literal text as well.
   *
   * @throws IllegalArgumentException when it is confined to another text already
   */
  public KeyPattern under(String literal) {
    if (!literal.startsWith(requiredPrefix)) {
      throw new IllegalArgumentException("the pattern is confined to another prefix already");
    }
    return new KeyPattern(glob, literal);
  }

  /** Returns whether a key matches, as Redis decides it for a key without a prefix. */
  public boolean matches(String key) {
    return key.startsWith(requiredPrefix) && KeyScan.of("", glob).matcher().test(key);
  }

  /** Returns literal text as a glob that matches just it. */
  public static String escape(String literal) {
    StringBuilder escaped = new StringBuilder(literal.length() + 8);
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if ("*?[]\\^-".indexOf(c) >= 0) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }
}
