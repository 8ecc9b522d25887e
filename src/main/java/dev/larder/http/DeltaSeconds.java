package dev.larder.http;

import org.jspecify.annotations.Nullable;

/** A number of seconds as it stands in a field (RFC 9111, section 1.2.2). */
final class DeltaSeconds {

  /** What is no number of seconds. */
  static final long INVALID = -1;

  private DeltaSeconds() {}

  /**
   * Returns a number of seconds, at most {@link CacheControl#MAX_SECONDS}, or {@link #INVALID} for
   * anything but digits.
   */
  static long parse(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return INVALID;
    }
    long seconds = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Syntax.isDigit(c)) {
        return INVALID;
      }
      seconds = Math.min(CacheControl.MAX_SECONDS, seconds * 10 + (c - '0'));
    }
    return seconds;
  }
}
