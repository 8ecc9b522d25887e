package dev.larder.management;

import dev.larder.rest.ConfigurationNames;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * The settings of Larder as they are in force, for operators to look at: secrets are masked, and so
 * are the passwords in URLs. It is pure but for {@link #of}.
 */
final class ConfigurationView {

  private static final String PREFIX = "larder.";
  private static final String MASK = "***";

  /** What a key ends with whose value is a secret, or would help to guess one. */
  private static final Pattern SECRET = Pattern.compile(".*(?:password|secret|sha256)");

  /** Parameters of a URL that are secrets, as JDBC drivers take them. */
  private static final Pattern SECRET_PARAMETER =
      Pattern.compile("(?i)([?&;][^=&;]*(?:password|secret|passphrase)[^=&;]*=)[^&;]*");

  private static final Pattern URL = Pattern.compile("((?:[a-zA-Z][a-zA-Z0-9+.-]*:)+//)(.*)");

  private ConfigurationView() {}

  /**
   * One setting.
   *
   * @param key such as {@code larder.cache.type}
   * @param value as it is in force, masked where it is secret; empty when there is none
   * @param source the name that the source of configuration has, which won
   */
  public record Setting(String key, String value, String source) {}

  /** Returns all settings of a configuration, by key. */
  static List<Setting> of(Config config) {
    return of(ConfigurationNames.of(config), config::getConfigValue);
  }

  /** The same of names and what knows their values. */
  static List<Setting> of(Iterable<String> names, Function<String, ConfigValue> values) {
    TreeSet<String> keys = new TreeSet<>();
    names.forEach(
        name -> {
          if (name.startsWith(PREFIX)) {
            keys.add(name);
          }
        });
    List<Setting> settings = new ArrayList<>(keys.size());
    for (String key : keys) {
      ConfigValue value = values.apply(key);
      settings.add(
          new Setting(
              key,
              masked(key, value.getValue()),
              value.getSourceName() == null ? "" : value.getSourceName()));
    }
    return List.copyOf(settings);
  }

  /** Returns what may be shown of a value. */
  static String masked(String key, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return "";
    }
    if (SECRET.matcher(key).matches()) {
      return MASK;
    }
    Matcher url = URL.matcher(value);
    return url.matches() ? url.group(1) + withoutSecrets(url.group(2)) : value;
  }

  /**
   * The part after {@code //}. A password may have been written with a slash or an at sign that
   * should have been encoded: all before the last at sign is taken for it.
   */
  private static String withoutSecrets(String rest) {
    int at = rest.lastIndexOf('@');
    String shown = rest;
    if (at >= 0) {
      int colon = rest.indexOf(':');
      String user = colon >= 0 && colon < at ? rest.substring(0, colon) : "";
      shown = user + ":" + MASK + rest.substring(at);
    }
    return SECRET_PARAMETER.matcher(shown).replaceAll("$1" + Matcher.quoteReplacement(MASK));
  }
}
