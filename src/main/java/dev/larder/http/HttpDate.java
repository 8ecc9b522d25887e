package dev.larder.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A date in a field (RFC 9110, section 5.6.7). */
public final class HttpDate {

  private HttpDate() {}

  /**
   * Reads a date in one of the three forms of HTTP.
   *
   * @param now decides the century of the form with a two-digit year: a date that looks more than
   *     50 years in the future is one in the past
   * @return empty for what is not exactly one of them, letter case aside
   */
  static Optional<Instant> parse(String value, Instant now) {
    try {
      return Optional.of(
          Instant.from(java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.parse(value)));
    } catch (java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Reads the date of a field that may stand on one line only; empty for none or several. */
  static Optional<Instant> parse(List<String> lines, Instant now) {
    return lines.size() == 1 ? parse(lines.get(0), now) : Optional.empty();
  }

  /**
   * Returns a date in the form in which HTTP sends it, in whole seconds, in the years 0 to 9999.
   */
  public static String format(Instant instant) {
    return java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
        instant.atOffset(java.time.ZoneOffset.UTC));
  }
}
