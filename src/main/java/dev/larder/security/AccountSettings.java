package dev.larder.security;

import dev.larder.rest.Roles;
import dev.larder.rest.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The accounts as the configuration names them. A wrong or misspelt setting is an {@link
 * IllegalArgumentException} with its key and what is allowed, and never shows a secret. It is pure.
 *
 * <p>Names come from the keys: {@code larder.security.user.<name>.password}. An environment
 * variable cannot spell every name: {@code LARDER_SECURITY_USER_MY_APP_PASSWORD} belongs to the
 * user that another source names in that way ({@code my.app}, {@code My-App}), and else to the user
 * {@code my-app}.
 */
final class AccountSettings {

  /** The built-in user with all roles. */
  static final String ADMIN = "admin";

  static final String ADMIN_PASSWORD = "larder.security.admin-password";

  private static final String ROOT = "larder.security.";
  private static final List<String> ROLES = List.of(Roles.READER, Roles.WRITER, Roles.ADMIN);
  private static final String SYNTAX =
      "allowed are "
          + ADMIN_PASSWORD
          + ", larder.security.user.<name>.password, .roles and .prefix,"
          + " larder.security.token.<name>.sha256, .roles and .prefix, and "
          + String.join(", ", SecuritySettings.KEYS);

  /** The keys that name no account, also as the environment writes them. */
  private static final Set<String> OTHERS =
      Stream.concat(Stream.of(ADMIN_PASSWORD), SecuritySettings.KEYS.stream())
          .flatMap(key -> Stream.of(key, environment(key)))
          .collect(Collectors.toUnmodifiableSet());

  /** The two kinds of account. */
  enum Kind {
    USER("password"),
    TOKEN("sha256");

    final String secret;
    final String root;
    private final Pattern key;
    private final Pattern variable;

    Kind(String secret) {
      this.secret = secret;
      this.root = ROOT + name().toLowerCase(Locale.ROOT) + ".";
      this.key = Pattern.compile(Pattern.quote(root) + "(.+)\\.(" + secret + "|roles|prefix)");
      this.variable =
          Pattern.compile(environment(root) + "(.+)_(" + environment(secret) + "|ROLES|PREFIX)");
    }
  }

  /**
   * One account with its secret.
   *
   * @param name as the configuration has it
   * @param secret the text of {@code .password} or {@code .sha256}
   */
  record Entry(Kind kind, String name, String secret, Account account) {
    /** Shows nothing of the secret. */
    @Override
    public String toString() {
      return kind + " " + name;
    }
  }

  private final Settings settings;
  private final Set<String> named = new HashSet<>();

  private AccountSettings(Iterable<String> keys, Settings settings) {
    this.settings = settings;
    keys.forEach(named::add);
  }

  /**
   * Reads all users and tokens.
   *
   * @param listed the names of all settings that the configuration can list
   * @param source the text of a setting
   */
  static List<Entry> read(Iterable<String> listed, Function<String, Optional<String>> source) {
    List<String> keys = withoutTranslations(listed);
    AccountSettings reader = new AccountSettings(keys, new Settings(source));
    List<Entry> entries = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (String name : names(kind, keys)) {
        entries.add(reader.entry(kind, name));
      }
    }
    keys.forEach(AccountSettings::requireKnown);
    return entries;
  }

  /**
   * Leaves out what is only a variable's name in lower case. Server difference: names of variables.
   * WildFly lists {@code LARDER_A_B} as {@code larder.a.b}, too, which may name nothing.
   */
  private static List<String> withoutTranslations(Iterable<String> listed) {
    List<String> keys = new ArrayList<>();
    Set<String> translated = new HashSet<>();
    for (String key : listed) {
      keys.add(key);
      if (key.equals(environment(key))) {
        translated.add(key.toLowerCase(Locale.ROOT).replace('_', '.'));
      }
    }
    keys.removeAll(translated);
    return keys;
  }

  private static Set<String> names(Kind kind, Iterable<String> keys) {
    Set<String> names = new TreeSet<>();
    Set<String> spelled = new LinkedHashSet<>();
    for (String key : keys) {
      Matcher matcher = kind.key.matcher(key);
      if (matcher.matches()) {
        names.add(matcher.group(1));
        spelled.add(environment(matcher.group(1)));
      }
    }
    for (String key : keys) {
      Matcher matcher = kind.variable.matcher(key);
      if (matcher.matches() && !spelled.contains(matcher.group(1))) {
        names.add(matcher.group(1).toLowerCase(Locale.ROOT).replace('_', '-'));
      }
    }
    return names;
  }

  private Entry entry(Kind kind, String name) {
    String root = kind.root + name;
    if (kind == Kind.USER && name.equals(ADMIN)) {
      throw new IllegalArgumentException(
          root + ".*: the user admin is built in; its password is " + ADMIN_PASSWORD);
    }
    if (name.indexOf(':') >= 0) {
      throw new IllegalArgumentException(root + ".*: a name has no colon");
    }
    String secret =
        text(root + "." + kind.secret)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        root + "." + kind.secret + " is missing; allowed is " + allowed(kind)));
    Set<String> roles = roles(root + ".roles");
    String prefixKey = root + ".prefix";
    Optional<String> prefix = text(prefixKey);
    if (prefix.isEmpty() && (named.contains(prefixKey) || named.contains(environment(prefixKey)))) {
      // A variable that was not set must not open every key.
      throw new IllegalArgumentException(
          prefixKey + " has no value; give one, or remove it to allow all keys");
    }
    prefix.ifPresent(text -> requireUnicode(root + ".prefix", text));
    String principal = kind == Kind.USER ? name : "token:" + name;
    return new Entry(kind, name, secret, new Account(principal, roles, prefix));
  }

  private Set<String> roles(String key) {
    String allowed = "allowed are " + String.join(", ", ROLES) + ", separated by commas";
    String text =
        text(key).orElseThrow(() -> new IllegalArgumentException(key + " is missing; " + allowed));
    Set<String> roles = new LinkedHashSet<>();
    for (String role : text.split(",", -1)) {
      if (!ROLES.contains(role.strip())) {
        throw new IllegalArgumentException(key + "=" + text + ": " + allowed);
      }
      roles.add(role.strip());
    }
    return roles;
  }

  /** Also finds what only the environment has, when the configuration does not translate names. */
  private Optional<String> text(String key) {
    return settings.text(key).or(() -> settings.text(environment(key)));
  }

  private static void requireKnown(String key) {
    boolean ours = key.startsWith(ROOT) || key.startsWith(environment(ROOT));
    if (!ours || OTHERS.contains(key)) {
      return;
    }
    for (Kind kind : Kind.values()) {
      if (kind.key.matcher(key).matches() || kind.variable.matcher(key).matches()) {
        return;
      }
    }
    throw new IllegalArgumentException(key + " is not a setting; " + SYNTAX);
  }

  private static void requireUnicode(String key, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(key + " is not valid Unicode");
    }
  }

  static String allowed(Kind kind) {
    return kind == Kind.USER ? PasswordHash.FORM : "the SHA-256 of the token as 64 hex digits";
  }

  /** The name of a setting as an environment variable, as MicroProfile Config translates it. */
  private static String environment(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
