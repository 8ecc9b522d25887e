package dev.larder.http;

import java.util.List;
import java.util.OptionalLong;

/** The field {@code Age} (RFC 9111, section 5.1). */
final class Age {

  private Age() {}

  /**
   * Returns the age that all lines of the field state, in seconds up to {@link
   * CacheControl#MAX_SECONDS}: that of the first member when it is a list, and none when that is
   * not a number.
   */
  static OptionalLong parse(List<String> lines) {
    for (String line : lines) {
      for (String member : line.split(",", -1)) {
        String text = Syntax.trim(member);
        if (!text.isEmpty()) {
          long seconds = DeltaSeconds.parse(text);
          return seconds == DeltaSeconds.INVALID ? OptionalLong.empty() : OptionalLong.of(seconds);
        }
      }
    }
    return OptionalLong.empty();
  }
}
