package dev.larder.rest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The strict decoding of percent-encoded UTF-8 (RFC 3986, section 2.1): a malformed percent sign,
 * bytes that are no valid UTF-8 (overlong forms and surrogates among them) and raw characters
 * outside ASCII are refused, never replaced. It is pure.
 */
final class PercentDecoder {

  private PercentDecoder() {}

  /**
   * Decodes a text.
   *
   * @param plusIsSpace whether {@code +} is a space, as in the query of an HTML form
   * @throws IllegalArgumentException when it is not valid; the message says why
   */
  static String decode(String text, boolean plusIsSpace) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? digit(text.charAt(i + 1)) : -1;
        int low = i + 2 < text.length() ? digit(text.charAt(i + 2)) : -1;
        if (high < 0 || low < 0) {
          throw new IllegalArgumentException(
              "a percent sign is not followed by two hexadecimal digits; write %25 for the sign");
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else if (c == '+' && plusIsSpace) {
        bytes.write(' ');
      } else if (c > 0x20 && c < 0x7f) {
        bytes.write(c);
      } else {
        throw new IllegalArgumentException(
            "a character that is no visible ASCII character is not percent-encoded");
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the percent-encoded bytes are not valid UTF-8", e);
    }
  }

  private static int digit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }
}
