package dev.larder.entries;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.larder.cache.EntryHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What kind of value an entry seems to hold, for people who look at a list. It is pure. */
enum ValueKind {
  /** A number that counters take: a canonical signed 64-bit decimal. */
  INTEGER,

  /** One JSON document (RFC 8259) in UTF-8. */
  JSON,

  /** UTF-8 without control characters besides line breaks and tabs. */
  TEXT,

  /** Anything else. */
  BINARY;

  /** Longer values are not looked at whole: they are text or binary by how they begin. */
  static final int LOOKED_AT = 64 << 10;

  private static final Pattern CANONICAL = Pattern.compile("0|-?[1-9][0-9]{0,18}");
  private static final JsonFactory PARSERS = new JsonFactory();

  /** Returns the kind as the API names it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the kind of a value that comes whole up to {@link #LOOKED_AT}. */
  static ValueKind of(EntryHead head) {
    Optional<String> decoded = decoded(head.beginning(), head.isWhole());
    if (decoded.isEmpty()) {
      return BINARY;
    }
    String text = decoded.get();
    if (head.isWhole() && isInteger(text)) {
      return INTEGER;
    }
    if (head.isWhole() && isJson(text)) {
      return JSON;
    }
    return text.codePoints().anyMatch(ValueKind::isControl) ? BINARY : TEXT;
  }

  /** What is cut may end within a character. */
  private static Optional<String> decoded(byte[] bytes, boolean whole) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, whole);
    return result.isError() ? Optional.empty() : Optional.of(text.flip().toString());
  }

  private static boolean isControl(int point) {
    return Character.isISOControl(point) && point != '\t' && point != '\n' && point != '\r';
  }

  private static boolean isInteger(String text) {
    if (!CANONICAL.matcher(text).matches()) {
      return false;
    }
    try {
      return Long.toString(Long.parseLong(text)).equals(text);
    } catch (NumberFormatException e) {
      // 19 digits, and too many.
      return false;
    }
  }

  /** Reads the document without keeping it; nesting that the parser refuses is none. */
  private static boolean isJson(String text) {
    try (JsonParser parser = PARSERS.createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      // A number or a word is only complete when what follows is known.
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
