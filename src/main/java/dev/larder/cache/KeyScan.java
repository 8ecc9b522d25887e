package dev.larder.cache;

import java.util.function.Predicate;

/**
 * What a scan selects: the keys that begin with a literal prefix, whose rest matches a glob, and
 * that are within reach. Its parts are text, so that it can be written down and carried out later.
 *
 * @param literalPrefix the text every key begins with; nothing in it is special
 * @param glob the Redis glob that the rest of the key matches
 * @param required the text that the rest of the key begins with besides; often empty
 * @param own whether Larder's own keys are within reach
 */
public record KeyScan(String literalPrefix, String glob, String required, boolean own) {

  /** Returns a scan that accepts every key that prefix and glob select. */
  public static KeyScan of(String literalPrefix, String glob) {
    return new KeyScan(literalPrefix, glob, "", true);
  }

  /** Returns prefix and glob as one Redis pattern, the prefix escaped. */
  public String redisPattern() {
    return KeyPattern.escape(literalPrefix) + glob;
  }

  /** Returns whether a key that prefix and glob select is within reach. */
  public boolean accepts(String key) {
    return key.startsWith(required, literalPrefix.length())
        && (own || !ReservedKeys.reservesEither(key, key.substring(literalPrefix.length())));
  }

  /** Returns this scan as one test of whole keys, compiled once. */
  public Predicate<String> matcher() {
    Glob compiled = Glob.compile(glob);
    return key -> selects(compiled, key) && accepts(key);
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
