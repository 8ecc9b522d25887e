package dev.larder.cdi;

import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/**
 * Settings read by key, so that a wrong one is reported with its key, its value and what is
 * allowed.
 */
final class Settings {

  private final Function<String, Optional<String>> source;

  /** Makes settings of anything that knows a key's text. */
  Settings(Function<String, Optional<String>> source) {
    this.source = source;
  }

  static Settings of(Config config) {
    return new Settings(key -> config.getOptionalValue(key, String.class));
  }

  /** Returns the text of a key without surrounding white space; empty when there is none. */
  Optional<String> text(String key) {
    return source.apply(key).map(String::strip).filter(t -> !t.isEmpty());
  }

  /**
   * Returns the value of a key that has a default.
   *
   * @throws InvalidSettingException when the text is not what {@code parse} takes
   */
  <T> T value(String key, Function<String, T> parse) {
    return read(key, true, parse);
  }

  /** Returns the value of a key whose text is secret and stays out of the message. */
  <T> T secret(String key, Function<String, T> parse) {
    return read(key, false, parse);
  }

  /** Reads a text that is true or false. */
  static boolean yesOrNo(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("true or false is allowed");
    };
  }

  private <T> T read(String key, boolean shown, Function<String, T> parse) {
    String text =
        text(key)
            .orElseThrow(
                () -> new InvalidSettingException(key + " has no value; remove it or give one"));
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      String setting = shown ? key + "=" + text : key;
      throw new InvalidSettingException(setting + ": " + e.getMessage());
    }
  }
}
