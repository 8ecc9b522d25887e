package dev.larder.run;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Makes what the configuration needs of a secret, with a JDK alone:
 *
 * <pre>{@code
 * java src/run/java/dev/larder/run/MakeSecret.java password
 * java src/run/java/dev/larder/run/MakeSecret.java token
 * }</pre>
 *
 * <p>The first asks for a password, or takes the first line of its input, and prints its hash; the
 * second prints a new token and its hash.
 */
public final class MakeSecret {

  /** What OWASP asks for at least, for PBKDF2 with SHA-256, is 600,000. */
  private static final int ITERATIONS = 600_000;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;
  private static final int TOKEN_BYTES = 32;

  private MakeSecret() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    SecureRandom random = new SecureRandom();
    switch (arguments.length == 1 ? arguments[0] : "") {
      case "password" -> System.out.println(hash(password(), random));
      case "token" -> {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        byte[] digest =
            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        System.out.println("token:  " + token);
        System.out.println("sha256: " + HexFormat.of().formatHex(digest));
      }
      default -> {
        System.err.println("give one argument: password or token");
        System.exit(2);
      }
    }
  }

  private static String hash(char[] password, SecureRandom random) throws GeneralSecurityException {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    PBEKeySpec spec = new PBEKeySpec(password, salt, ITERATIONS, HASH_BITS);
    byte[] hash =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    Base64.Encoder base64 = Base64.getEncoder();
    return "PBKDF2WithHmacSHA256:"
        + ITERATIONS
        + ":"
        + base64.encodeToString(salt)
        + ":"
        + base64.encodeToString(hash);
  }

  private static char[] password() throws IOException {
    Console console = System.console();
    if (console == null) {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return required(line == null ? new char[0] : line.toCharArray());
    }
    char[] password = required(console.readPassword("Password: "));
    if (!Arrays.equals(password, console.readPassword("Once more: "))) {
      System.err.println("these are two different passwords; nothing was made");
      System.exit(1);
    }
    return password;
  }

  private static char[] required(char[] password) {
    if (password == null || password.length == 0) {
      System.err.println("the password is empty; nothing was made");
      System.exit(1);
    }
    return password;
  }
}
