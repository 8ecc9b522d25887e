package dev.larder.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Makes the strong entity tag of a body that has none: the first 128 bits of its SHA-256 in 22
 * characters. Two bodies of one resource get the same tag by chance once in 2^64 bodies; who can
 * choose what bodies a resource sends gains nothing by a collision.
 */
public final class StrongEtag {

  private static final int BYTES = 16;

  private StrongEtag() {}

  /** Returns the tag of these bytes. */
  static EntityTag of(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      byte[] begin = Arrays.copyOf(digest, BYTES);
      return new EntityTag(Base64.getUrlEncoder().withoutPadding().encodeToString(begin), false);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns the tag of these bytes as the value of {@code ETag}. */
  public static String fieldValue(byte[] body) {
    return of(body).value();
  }
}
