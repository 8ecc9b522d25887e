package dev.larder.requirements;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.postgresql.xa.PGXADataSource;

/**
 * Which database the service uses. Immutable.
 *
 * @param vendor which of the two
 * @param url of JDBC, completed by what Larder needs
 * @param user empty for none
 * @param password empty for none
 * @param dataDirectory the directory to be made for the database, if it is the one out of the box
 */
record DatabaseSettings(
    Vendor vendor, String url, String user, String password, Optional<Path> dataDirectory) {

  private static final String URL = "larder.db.url";
  private static final String USER = "larder.db.user";
  private static final String PASSWORD = "larder.db.password";
  private static final String DIRECTORY = "larder.data-dir";

  private static final String ALLOWED =
      "allowed are jdbc:postgresql://host:port/database, and jdbc:h2:file:/path or another URL of"
          + " H2; without "
          + URL
          + " the database is an H2 file in "
          + DIRECTORY;

  /** What Larder's statements need of H2, and what keeps its file whole inside a server. */
  private static final List<String> H2_OPTIONS =
      List.of(
          "MODE=PostgreSQL",
          "DATABASE_TO_LOWER=TRUE",
          "DEFAULT_NULL_ORDERING=HIGH",
          "DB_CLOSE_ON_EXIT=FALSE",
          // A commit is on disk when it returns, and not half a second later.
          "WRITE_DELAY=0",
          "LOCK_TIMEOUT=10000",
          // Errors are reported by exceptions, not in a file beside the database.
          "TRACE_LEVEL_FILE=0");

  private static final Pattern SECRETS =
      Pattern.compile(
          "(?i)((?:password|passphrase|pwd|secret)[^=;&?]*=)[^;&]*|(//[^/@?;]*:)[^/@?;]*(?=@)");

  /** The databases that Larder knows. */
  enum Vendor {
    H2,
    POSTGRESQL
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the key, its value without secrets, and what is allowed
   */
  static DatabaseSettings of(Config config) {
    String user = text(config, USER).orElse("");
    String password = config.getOptionalValue(PASSWORD, String.class).orElse("");
    Optional<String> given = text(config, URL);
    if (given.isEmpty()) {
      Path directory = directory(text(config, DIRECTORY).orElse("~/.larder"));
      String url = "jdbc:h2:file:" + directory.resolve("larder");
      return new DatabaseSettings(
          Vendor.H2,
          completed(url),
          user.isEmpty() ? "sa" : user,
          password,
          Optional.of(directory));
    }
    String url = given.get();
    if (url.startsWith("jdbc:postgresql:")) {
      checkPostgres(url, user, password);
      return new DatabaseSettings(Vendor.POSTGRESQL, url, user, password, Optional.empty());
    }
    if (url.startsWith("jdbc:h2:")) {
      return new DatabaseSettings(
          Vendor.H2, completed(url), user.isEmpty() ? "sa" : user, password, Optional.empty());
    }
    throw refused(url, "is not supported");
  }

  private static void checkPostgres(String url, String user, String password) {
    try {
      new PGXADataSource().setURL(url);
    } catch (IllegalArgumentException e) {
      throw refused(url, "is no URL that PostgreSQL's driver understands");
    }
    if ((!user.isEmpty() && hasParameter(url, "user"))
        || (!password.isEmpty() && hasParameter(url, "password"))) {
      throw refused(url, "contradicts " + USER + " or " + PASSWORD + ", which are given as well");
    }
  }

  private static boolean hasParameter(String url, String name) {
    return Pattern.compile("[?&]" + name + "=").matcher(url).find();
  }

  private static String completed(String url) {
    List<String> given = new ArrayList<>();
    for (String option : url.split(";", -1)) {
      given.add(option.toUpperCase(Locale.ROOT));
    }
    StringBuilder completed = new StringBuilder(url);
    for (String option : H2_OPTIONS) {
      String name = option.substring(0, option.indexOf('=') + 1);
      if (given.stream().noneMatch(one -> one.startsWith(name))) {
        completed.append(';').append(option);
      } else if (name.equals("MODE=") && !given.contains(option.toUpperCase(Locale.ROOT))) {
        throw refused(url, "has a MODE that Larder's statements do not work in; leave MODE out");
      }
    }
    return completed.toString();
  }

  /** Expands a leading ~ as a shell does, and makes the path absolute. */
  private static Path directory(String text) {
    String home = System.getProperty("user.home");
    Path path =
        text.equals("~") || text.startsWith("~/")
            ? Path.of(home + text.substring(1))
            : Path.of(text);
    return path.toAbsolutePath().normalize();
  }

  private static Optional<String> text(Config config, String key) {
    return config.getOptionalValue(key, String.class).map(String::strip).filter(t -> !t.isEmpty());
  }

  private static IllegalArgumentException refused(String url, String why) {
    return new IllegalArgumentException(URL + "=" + masked(url) + " " + why + ": " + ALLOWED);
  }

  /** Key and URL, without what may be secret in it. */
  String setting() {
    return URL + "=" + masked(url);
  }

  private static String masked(String url) {
    return SECRETS
        .matcher(url)
        .replaceAll(m -> (m.group(1) != null ? m.group(1) : m.group(2)) + "***");
  }

  /** The settings without the password. */
  @Override
  public String toString() {
    return "DatabaseSettings[" + vendor + ", " + masked(url) + "]";
  }
}
