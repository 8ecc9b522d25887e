package dev.larder.security;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A salted password hash in the form of Jakarta Security's {@code Pbkdf2PasswordHash}: {@code
 * PBKDF2WithHmacSHA256:<iterations>:<salt in base64>:<hash in base64>}. Instances are immutable.
 */
final class PasswordHash {

  /** What is allowed, for messages: they never show the text itself. */
  static final String FORM =
      "PBKDF2WithHmacSHA256:<iterations, 1000 to 10000000>:<salt in base64, 8 to 256 bytes>:"
          + "<hash in base64, 16 to 256 bytes>";

  private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
  private static final Pattern TEXT =
      Pattern.compile(ALGORITHM + ":([1-9][0-9]{3,7}):([A-Za-z0-9+/]+=*):([A-Za-z0-9+/]+=*)");

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int iterations, byte[] salt, byte[] hash) {
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  /**
   * Reads a hash.
   *
   * @throws IllegalArgumentException when it has not this form; the message does not show it
   */
  static PasswordHash parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("allowed is " + FORM);
    }
    int iterations = Integer.parseInt(matcher.group(1));
    byte[] salt;
    byte[] hash;
    try {
      salt = Base64.getDecoder().decode(matcher.group(2));
      hash = Base64.getDecoder().decode(matcher.group(3));
    } catch (IllegalArgumentException e) {
      // Its message would show a part of the hash.
      throw new IllegalArgumentException("allowed is " + FORM);
    }
    if (iterations > 10_000_000
        || salt.length < 8
        || salt.length > 256
        || hash.length < 16
        || hash.length > 256) {
      throw new IllegalArgumentException("allowed is " + FORM);
    }
    return new PasswordHash(iterations, salt, hash);
  }

  /** Returns the hash of a password with a new salt. */
  static PasswordHash of(String password, int iterations, SecureRandom random) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    return new PasswordHash(iterations, salt, derive(password, iterations, salt, 32));
  }

  /** Returns whether this is the hash of a password; it takes the same time either way. */
  boolean matches(String password) {
    return MessageDigest.isEqual(hash, derive(password, iterations, salt, hash.length));
  }

  /** Returns how many rounds one look takes. */
  int iterations() {
    return iterations;
  }

  /** Spends the time of so many rounds. */
  static void spend(String password, int iterations) {
    if (iterations > 0) {
      derive(password, iterations, new byte[16], 32);
    }
  }

  private static byte[] derive(String password, int iterations, byte[] salt, int length) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, length * 8);
    try {
      return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      // Every Java 17 platform has this algorithm, and the arguments are checked.
      throw new IllegalStateException(ALGORITHM + " is not available", e);
    } finally {
      spec.clearPassword();
    }
  }

  /** Shows nothing of the hash. */
  @Override
  public String toString() {
    return ALGORITHM + ":" + iterations + ":…";
  }
}
