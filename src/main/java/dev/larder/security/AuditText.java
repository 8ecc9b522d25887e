package dev.larder.security;

/** Text of a request as it may stand in a log: in quotes, on one line, and bounded. It is pure. */
final class AuditText {

  private static final int LONGEST = 300;

  private AuditText() {}

  /**
   * Returns the text in quotes. Whatever is not plainly visible is written as {@code \\uXXXX}: line
   * breaks and escape sequences of terminals, but also what changes the direction of writing.
   */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    text.codePoints()
        .limit(LONGEST)
        .forEach(
            point -> {
              if (point == '"' || point == '\\') {
                quoted.append('\\').appendCodePoint(point);
              } else {
                append(quoted, point);
              }
            });
    if (text.codePointCount(0, text.length()) > LONGEST) {
      quoted.append('…');
    }
    return quoted.append('"').toString();
  }

  /**
   * Returns the text as a page may show it: bounded, and what is not plainly visible written out as
   * in {@link #quoted}.
   */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), LONGEST) + 1);
    text.codePoints().limit(LONGEST).forEach(point -> append(shown, point));
    return shown.append(text.codePointCount(0, text.length()) > LONGEST ? "…" : "").toString();
  }

  private static void append(StringBuilder text, int point) {
    if (visible(point)) {
      text.appendCodePoint(point);
      return;
    }
    for (char c : Character.toChars(point)) {
      text.append(String.format("\\u%04x", (int) c));
    }
  }

  private static boolean visible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> point == ' ' || !Character.isSpaceChar(point);
    };
  }
}
