package dev.larder.requirements;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A requirements file and its hash, always of each other. Immutable.
 *
 * @param content the file: valid Unicode without NUL
 * @param hash SHA-256 of the content's UTF-8 bytes in 64 lower-case hexadecimal digits
 */
public record Requirements(String content, String hash) {

  /**
   * Checks the content, and that the hash is the content's.
   *
   * @throws IllegalArgumentException if a check fails; the message does not repeat the content
   */
  public Requirements {
    checkText(content);
    if (!hash.equals(hashOf(content))) {
      throw new IllegalArgumentException(
          "the hash is not the content's: it must be the SHA-256 of the UTF-8 bytes in lower-case"
              + " hexadecimal digits");
    }
  }

  /**
   * Makes the pair of a content.
   *
   * @throws IllegalArgumentException if the content holds a NUL or a lone surrogate
   */
  public static Requirements of(String content) {
    checkText(content);
    return new Requirements(content, hashOf(content));
  }

  /** Returns whether there is nothing to install in it: empty, or white space only. */
  public boolean isBlank() {
    return content.isBlank();
  }

  /** Returns the length of the content in UTF-8 bytes. */
  int sizeBytes() {
    return content.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The hash, and of the content only its length: requirements may hold credentials. */
  @Override
  public String toString() {
    return "Requirements[" + content.length() + " characters, hash=" + hash + "]";
  }

  private static void checkText(String content) {
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      if (c == 0) {
        throw new IllegalArgumentException(
            "the requirements hold a NUL character at position " + i + ", which is not allowed");
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < content.length()
                && Character.isLowSurrogate(content.charAt(i + 1));
        if (!pair) {
          throw new IllegalArgumentException(
              "the requirements are no valid Unicode: a lone surrogate at position " + i);
        }
        i++;
      }
    }
  }

  private static String hashOf(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
