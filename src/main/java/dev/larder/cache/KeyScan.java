package dev.larder.cache;

import java.util.function.Predicate;

/**
 * What a scan selects: the keys that begin with a literal prefix, whose rest matches a glob, and
 * that are accepted besides.
 *
 * @param literalPrefix the text every key begins with; nothing in it is special
 * @param glob the Redis glob that the rest of the key matches
 * @param accept a last check of the whole key, free of side effects; it keeps reserved keys out
 */
public record KeyScan(String literalPrefix, String glob, Predicate<String> accept) {

  /** Returns a scan that accepts every key that prefix and glob select. */
  public static KeyScan of(String literalPrefix, String glob) {
    return new KeyScan(literalPrefix, glob, key -> true);
  }

  /** Returns prefix and glob as one Redis pattern, the prefix escaped. */
  public String redisPattern() {
    return KeyPattern.escape(literalPrefix) + glob;
  }

  /**
   * Returns this scan as one test of whole keys, compiled once: prefix, glob and {@code accept}.
   */
  public Predicate<String> matcher() {
    Glob compiled = Glob.compile(glob);
    return key -> selects(compiled, key) && accept.test(key);
  }

  private boolean selects(Glob compiled, String key) {
    if (key.isEmpty()) {
      // Redis lists the empty key for the pattern "*" by a short cut and compares nothing else
      // with it; "**" does not match it.
      return literalPrefix.isEmpty() && (glob.isEmpty() || glob.equals("*"));
    }
    return key.startsWith(literalPrefix) && compiled.matches(key.substring(literalPrefix.length()));
  }
}
