package dev.larder.rest;

import java.util.Base64;

/** Base64 as RFC 4648 section 4 writes it, and nothing else: one text for each value. */
public final class Base64Text {

  private Base64Text() {}

  /** Returns the text of bytes. */
  public static String of(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * Reads a text: padding is required, line breaks and bits that are set behind the end are not
   * allowed (RFC 4648, section 3.5).
   *
   * @throws IllegalArgumentException when it is not base64
   */
  public static byte[] decode(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    int rest = bytes.length % 3;
    boolean canonical = text.length() == (bytes.length + 2) / 3 * 4;
    if (canonical && rest != 0) {
      byte[] last = java.util.Arrays.copyOfRange(bytes, bytes.length - rest, bytes.length);
      canonical = text.endsWith(of(last));
    }
    if (!canonical) {
      throw new IllegalArgumentException("not canonical base64 with padding");
    }
    return bytes;
  }
}
