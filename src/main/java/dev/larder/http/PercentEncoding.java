package dev.larder.http;

import java.nio.charset.StandardCharsets;

/** Percent-encoded text (RFC 3986, section 2.1). What is malformed is taken as it stands. */
final class PercentEncoding {

  private static final String HEX = "0123456789ABCDEF";

  private PercentEncoding() {}

  /**
   * Returns a text in which unreserved characters are not encoded, and the digits of other
   * encodings are capital letters: what RFC 3986, section 6.2.2 calls equivalent.
   */
  static String normal(String text) {
    int percent = text.indexOf('%');
    if (percent < 0) {
      return text;
    }
    StringBuilder normal = new StringBuilder(text.length()).append(text, 0, percent);
    for (int i = percent; i < text.length(); i++) {
      int octet = octet(text, i);
      if (octet < 0) {
        normal.append(text.charAt(i));
        continue;
      }
      if (isUnreserved(octet)) {
        normal.append((char) octet);
      } else {
        normal.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 15));
      }
      i += 2;
    }
    return normal.toString();
  }

  /** Returns the name of a query parameter as an application sees it. */
  static String decoded(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    byte[] decoded = new byte[raw.length];
    int length = 0;
    for (int i = 0; i < raw.length; i++) {
      int high = raw[i] == '%' && i + 2 < raw.length ? digit(raw[i + 1]) : -1;
      int low = high < 0 ? -1 : digit(raw[i + 2]);
      if (low >= 0) {
        decoded[length++] = (byte) ((high << 4) | low);
        i += 2;
      } else {
        decoded[length++] = raw[i] == '+' ? (byte) ' ' : raw[i];
      }
    }
    return new String(decoded, 0, length, StandardCharsets.UTF_8);
  }

  private static int octet(String text, int at) {
    if (text.charAt(at) != '%' || at + 2 >= text.length()) {
      return -1;
    }
    int high = digit(text.charAt(at + 1));
    int low = digit(text.charAt(at + 2));
    return high < 0 || low < 0 ? -1 : (high << 4) | low;
  }

  private static int digit(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  private static boolean isUnreserved(int c) {
    return c < 0x80
        && (Syntax.isAlpha((char) c) || Syntax.isDigit((char) c) || "-._~".indexOf(c) >= 0);
  }
}
