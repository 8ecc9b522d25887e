package dev.larder.cache;

import java.math.BigInteger;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The written form of durations in configuration, directives and requests: {@code 300ms}, {@code
 * 30s}, {@code 5m}, {@code 1h}, {@code 7d}, or ISO-8601 such as {@code PT5M}.
 */
public final class Durations {

  private static final Pattern SHORT = Pattern.compile("([0-9]{1,18})(ms|s|m|h|d)");
  private static final BigInteger MAX_MILLIS = BigInteger.valueOf(Ttl.MAX.toMillis());

  private Durations() {}

  /**
   * Reads a duration from zero to 100 years.
   *
   * @throws IllegalArgumentException when the text is none; the message says what is allowed
   */
  public static Duration parse(String text) {
    Matcher matcher = SHORT.matcher(text);
    if (matcher.matches()) {
      BigInteger millis =
          new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(unit(matcher.group(2))));
      if (millis.compareTo(MAX_MILLIS) > 0) {
        throw tooLong();
      }
      return Duration.ofMillis(millis.longValueExact());
    }
    if (!text.startsWith("P") || text.length() > 64) {
      throw invalid();
    }
    Duration duration;
    try {
      duration = Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw invalid();
    }
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a duration must not be negative");
    }
    if (duration.compareTo(Ttl.MAX) > 0) {
      throw tooLong();
    }
    return duration;
  }

  private static long unit(String unit) {
    return switch (unit) {
      case "ms" -> 1L;
      case "s" -> 1_000L;
      case "m" -> 60_000L;
      case "h" -> 3_600_000L;
      default -> 86_400_000L;
    };
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException(
        "not a duration; write a whole number and a unit, such as 300ms, 30s, 5m, 1h or 7d, or"
            + " ISO-8601 such as PT5M");
  }

  private static IllegalArgumentException tooLong() {
    return new IllegalArgumentException("a duration is at most 100 years (36500d)");
  }
}
