package dev.larder.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The full SHA-256 of a row of parts. Each part is written with its length in front, and each
 * character in a form of its own, so that no two rows are written alike. Not thread-safe; for one
 * use.
 */
final class KeyDigest {

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final MessageDigest UNUSED = newSha256();

  private byte[] bytes = new byte[320];
  private int length;

  /** Adds a number below 128, which says what comes next. */
  KeyDigest mark(int mark) {
    room(1);
    bytes[length++] = (byte) mark;
    return this;
  }

  /** Adds how many parts follow. */
  KeyDigest count(int count) {
    room(5);
    int rest = count;
    while (rest > 0x7f) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    return this;
  }

  /** Adds a part; null is not the empty text. */
  KeyDigest part(@Nullable String text) {
    if (text == null) {
      return count(0);
    }
    count(text.length() + 1);
    room(3 * text.length());
    // Not by a charset: those write all lone surrogates alike, here each char is its own.
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else if (c < 0x800) {
        bytes[length++] = (byte) (0xc0 | (c >> 6));
        bytes[length++] = (byte) (0x80 | (c & 0x3f));
      } else {
        bytes[length++] = (byte) (0xe0 | (c >> 12));
        bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        bytes[length++] = (byte) (0x80 | (c & 0x3f));
      }
    }
    return this;
  }

  /** Returns the digest in base64url: 43 letters, digits, {@code -} and {@code _}. */
  String text() {
    MessageDigest sha256 = sha256();
    sha256.update(bytes, 0, length);
    return BASE64.encodeToString(sha256.digest());
  }

  /** Returns a copy of a digest that nobody has used: finding its provider costs more than it. */
  private static MessageDigest sha256() {
    try {
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException e) {
      return newSha256();
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
