package dev.larder.http.directives;

import dev.larder.cache.Durations;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The value of a property.
 *
 * @param text without quotation marks
 * @param token where it stands
 * @param tokens the file
 */
record Value(String text, Token token, Tokens tokens) {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

  /** Reads a lifetime, which has a unit. */
  Duration duration() {
    return duration(text);
  }

  /** Reads a lifetime as {@code ttl} has it: a number alone is in seconds. */
  Duration ttl() {
    return duration(NUMBER.matcher(text).matches() ? text + "s" : text);
  }

  private Duration duration(String written) {
    Duration duration;
    try {
      duration = Durations.parse(written);
    } catch (IllegalArgumentException e) {
      throw expected("a duration", ": " + e.getMessage());
    }
    if (duration.isZero()) {
      throw expected("a duration above zero", "");
    }
    return duration;
  }

  boolean truth() {
    return switch (text) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw expected("true or false", "");
    };
  }

  /** Makes an exception about this value. */
  DirectivesException expected(String what, String more) {
    return tokens.error(token, "expected " + what + " but found " + token.shown() + more);
  }
}
