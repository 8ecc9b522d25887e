package dev.larder.testing;

import java.util.Map;
import java.util.TreeMap;

/**
 * The accounts besides {@code admin} that the shared Larder knows: users {@code reader} and {@code
 * writer}, {@code team} (admin of the keys under {@code team:}), and for the roles of the first two
 * a token each, {@code reader-token} and {@code writer-token}, and {@code team-token} of a writer
 * under {@code team:}.
 */
public final class TestUsers {

  /** The password of each of these users. */
  public static final String PASSWORD = "user-password";

  private static final String HASH =
      "PBKDF2WithHmacSHA256:2048:MDEyMzQ1Njc4OWFiY2RlZg=="
          + ":htVwY3oTZF0QJ+meJmtmokDGPIbnGN+jLHTkKrc6iHE=";

  private TestUsers() {}

  /** The settings that make these accounts. */
  public static Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    for (String user : new String[] {"reader", "writer", "team"}) {
      settings.put("larder.security.user." + user + ".password", HASH);
      settings.put("larder.security.user." + user + ".roles", user.equals("team") ? "admin" : user);
    }
    settings.put("larder.security.user.team.prefix", "team:");
    // Tests send wrong credentials from one address all the time; what that leads to has its own.
    settings.put("larder.security.attempts.user", "100000");
    settings.put("larder.security.attempts.address", "100000");
    // SHA-256 of "reader-token", "writer-token", "team-token".
    token(
        settings,
        "reader",
        "ba5005a40cf5212e4ac0190104cc127edab013294bb71279a975b27a80982d45",
        "reader");
    token(
        settings,
        "writer",
        "3590c0a59f72ce02700194a05f228a725c1f135a6dcb3ded9b2d86ab6a6f52cb",
        "writer");
    token(
        settings,
        "team",
        "2304fcda2bf82779c69d1100357cc0d7af66ee39d6fc1e1ae7a77cb7477f4943",
        "writer");
    settings.put("larder.security.token.team.prefix", "team:");
    return settings;
  }

  private static void token(Map<String, String> settings, String name, String sha256, String role) {
    settings.put("larder.security.token." + name + ".sha256", sha256);
    settings.put("larder.security.token." + name + ".roles", role);
  }
}
