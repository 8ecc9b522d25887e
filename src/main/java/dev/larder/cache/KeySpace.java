package dev.larder.cache;

/**
 * The keys of one module: how a key is written in the store and read back, and which keys are out
 * of reach. It is pure.
 *
 * @param prefix the text in front of every key with its colon, or empty
 * @param own whether Larder's own keys are within reach
 */
record KeySpace(String prefix, boolean own) {

  static KeySpace of(String prefix, boolean own) {
    requireUnicode(prefix, "prefix");
    String written = prefix.isEmpty() ? "" : prefix + ":";
    if (!own && ReservedKeys.contains(written)) {
      throw new IllegalArgumentException(
          "the prefix '" + prefix + "' is reserved for Larder's own keys; choose another");
    }
    return new KeySpace(written, own);
  }

  /** Returns the key as the store has it. */
  String written(String key) {
    requireUnicode(key, "key");
    String written = prefix.isEmpty() ? key : prefix.concat(key);
    if (!reachable(key, written)) {
      throw new CacheException(
          CacheException.Reason.RESERVED_KEY, "the key is reserved for Larder itself");
    }
    return written;
  }

  /** Returns a key of the store without the prefix that it has. */
  String read(String written) {
    return written.substring(prefix.length());
  }

  /** Returns the scan that selects what a pattern over this module's keys means. */
  KeyScan scan(KeyPattern pattern) {
    String required = pattern.requiredPrefix();
    requireUnicode(pattern.glob(), "pattern");
    return new KeyScan(prefix, pattern.glob(), required, own);
  }

  private boolean reachable(String key, String written) {
    return own || !ReservedKeys.reservesEither(written, key);
  }

  private static void requireUnicode(String text, String what) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new IllegalArgumentException(
              "the " + what + " is not valid Unicode: a lone surrogate at index " + i);
        }
        i++;
      }
    }
  }
}
