package dev.larder.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code Range} asks of a representation (RFC 9110, section 14.2). */
final class ByteRanges {

  /** What is to be sent. */
  sealed interface Selected {}

  /** All of it: there is no range, or one that is ignored. */
  enum Whole implements Selected {
    WHOLE
  }

  /** Nothing of it: 416. */
  enum Unsatisfiable implements Selected {
    UNSATISFIABLE
  }

  /**
   * A part of it.
   *
   * @param first the place of its first byte
   * @param length its length, above zero
   */
  record Part(int first, int length) implements Selected {

    /** Returns the value of {@code Content-Range} for a representation of some length. */
    String contentRange(int complete) {
      return "bytes " + first + '-' + (first + length - 1) + '/' + complete;
    }
  }

  private static final String UNIT = "bytes=";

  private ByteRanges() {}

  /**
   * Returns what the lines of {@code Range} select of a representation. Several ranges are answered
   * in full, which a server may always do, unless none of them can be satisfied; another unit and
   * what is not written by the grammar is ignored.
   *
   * @param length the length of the representation in bytes
   */
  static Selected select(List<String> lines, int length) {
    if (lines.size() != 1) {
      return Whole.WHOLE;
    }
    String value = Syntax.lower(Syntax.trim(lines.get(0)));
    if (!value.startsWith(UNIT)) {
      return Whole.WHOLE;
    }
    Selected selected = Unsatisfiable.UNSATISFIABLE;
    int count = 0;
    for (String member : value.substring(UNIT.length()).split(",", -1)) {
      String range = Syntax.trim(member);
      if (!range.isEmpty()) {
        Selected one = one(range, length);
        if (one == null) {
          return Whole.WHOLE;
        }
        count++;
        selected = one instanceof Unsatisfiable ? selected : one;
      }
    }
    return count == 0 || (count > 1 && selected instanceof Part) ? Whole.WHOLE : selected;
  }

  /** Returns what one range selects, or null when it is none. */
  private static @Nullable Selected one(String range, int length) {
    int dash = range.indexOf('-');
    if (dash < 0) {
      return null;
    }
    String before = range.substring(0, dash);
    String after = range.substring(dash + 1);
    long first = number(before);
    long last = number(after);
    if (before.isEmpty()) {
      return last < 0 ? null : suffix(last, length);
    }
    if (first < 0 || (!after.isEmpty() && last < first)) {
      return null;
    }
    if (first >= length) {
      return Unsatisfiable.UNSATISFIABLE;
    }
    long end = after.isEmpty() ? length : Math.min(length, last + 1);
    return new Part((int) first, (int) (end - first));
  }

  private static Selected suffix(long wanted, int length) {
    if (wanted == 0) {
      return Unsatisfiable.UNSATISFIABLE;
    }
    // All of nothing can be sent, but not as a part: Content-Range cannot say it.
    int part = (int) Math.min(wanted, length);
    return part == 0 ? Whole.WHOLE : new Part(length - part, part);
  }

  /** Returns a number, one beyond every length when it is too large, or -1 for what is none. */
  private static long number(String digits) {
    long number = digits.isEmpty() ? -1 : 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (!Syntax.isDigit(c)) {
        return -1;
      }
      number = Math.min(Long.MAX_VALUE / 100, number * 10 + (c - '0'));
    }
    return number;
  }
}
