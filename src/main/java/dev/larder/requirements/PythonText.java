package dev.larder.requirements;

/**
 * Characters as Python's {@code str} sees them, which is how pip reads a requirements file.
 *
 * <p>Java's own notions differ: {@link Character#isWhitespace(char)} leaves out the no-break
 * spaces, and {@link String#lines()} knows three line breaks where {@code str.splitlines} knows
 * ten.
 */
final class PythonText {

  /** U+FEFF; pip drops one of these at the very start of a file, as the mark of UTF-8. */
  static final char BYTE_ORDER_MARK = '\uFEFF';

  private PythonText() {}

  /** Whether {@code str.splitlines} ends a line here ({@code \r\n} counts as one break). */
  static boolean isLineBreak(char c) {
    return switch (c) {
      case '\n', '\r', 0x0B, '\f', 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029 -> true;
      default -> false;
    };
  }

  /** Whether {@code str.isspace}, {@code str.strip} and {@code \s} of a pattern take it. */
  static boolean isSpace(char c) {
    return c == ' '
        || (c >= '\t' && c <= '\r')
        || (c >= 0x1C && c <= 0x1F)
        || c == 0x85
        || c == 0xA0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200A)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000;
  }

  /** The end of {@code [from, to)} without the white space at its end. */
  static int trimEnd(CharSequence text, int from, int to) {
    int end = to;
    while (end > from && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** The start of {@code [from, to)} without the white space at its start. */
  static int trimStart(CharSequence text, int from, int to) {
    int start = from;
    while (start < to && isSpace(text.charAt(start))) {
      start++;
    }
    return start;
  }

  static String strip(String text) {
    int start = trimStart(text, 0, text.length());
    return text.substring(start, trimEnd(text, start, text.length()));
  }
}
