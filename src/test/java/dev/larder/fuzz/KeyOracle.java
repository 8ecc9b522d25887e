package dev.larder.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which key a piece of a URI means, told independently of the code under test. */
final class KeyOracle {

  private static final Pattern BAD_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final Pattern NOT_VISIBLE = Pattern.compile("[^\\x21-\\x7e]");
  private static final Pattern NOT_IN_PATH = Pattern.compile("[/;\\\\?#]|%2f|%5c|%00");

  private KeyOracle() {}

  /**
   * The keys that a request may change: the one that is meant, and the one that is left when a
   * server takes white space, a fragment or a query for the end.
   */
  static Set<String> keys(String raw, boolean inPath) {
    Set<String> keys = new HashSet<>();
    key(raw, inPath).ifPresent(keys::add);
    key(raw.split("[\\x00-\\x20#?]", 2)[0], inPath).ifPresent(keys::add);
    if (!inPath) {
      key(raw.split("[\\x00-\\x20#&]", 2)[0], false).ifPresent(keys::add);
    }
    return keys;
  }

  /** The key that is meant; empty when it is none. */
  static Optional<String> key(String raw, boolean inPath) {
    String text = inPath ? raw : raw.replace("+", "%20");
    String lower = text.toLowerCase(Locale.ROOT);
    boolean refused =
        inPath
            ? text.isEmpty()
                || NOT_IN_PATH.matcher(lower).find()
                || lower.matches("(?:\\.|%2e){1,2}")
            : lower.indexOf('&') >= 0 || lower.indexOf('#') >= 0;
    if (refused || BAD_PERCENT.matcher(text).find() || NOT_VISIBLE.matcher(text).find()) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(text.charAt(i));
      }
    }
    try {
      String key =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      return bytes.size() > 4_096 ? Optional.empty() : Optional.of(key);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
