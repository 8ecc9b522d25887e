package dev.larder.rest;

import dev.larder.cache.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/**
 * Settings read by key, so that a wrong one stops the deployment with its key, its value unless it
 * is secret, and what is allowed. Instances are immutable.
 */
public final class Settings {

  private final Function<String, Optional<String>> source;

  /** Makes settings of anything that knows a key's text. */
  public Settings(Function<String, Optional<String>> source) {
    this.source = source;
  }

  /** Returns the settings of a configuration. */
  public static Settings of(Config config) {
    return new Settings(key -> config.getOptionalValue(key, String.class));
  }

  /** Returns the text of a key without surrounding white space; empty when there is none. */
  public Optional<String> text(String key) {
    return source.apply(key).map(String::strip).filter(text -> !text.isEmpty());
  }

  /**
   * Returns the value of a key that has a default.
   *
   * @throws IllegalArgumentException when the text is not what {@code parse} takes
   */
  public <T> T value(String key, Function<String, T> parse) {
    String text =
        text(key)
            .orElseThrow(
                () -> new IllegalArgumentException(key + " has no value; remove it or give one"));
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + "=" + text + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns a duration that has a default, such as {@code 5m}.
   *
   * @throws IllegalArgumentException when it is none, or not from {@code least} to {@code most}
   */
  public Duration duration(String key, Duration least, Duration most) {
    return value(
        key,
        text -> {
          Duration duration = text.equals("0s") ? Duration.ZERO : Durations.parse(text);
          if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new IllegalArgumentException("allowed is from " + least + " to " + most);
          }
          return duration;
        });
  }
}
