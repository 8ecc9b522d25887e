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
              } else if (visible(point)) {
                quoted.appendCodePoint(point);
              } else {
                for (char c : Character.toChars(point)) {
                  quoted.append(String.format("\\u%04x", (int) c));
                }
              }
            });
    if (text.codePointCount(0, text.length()) > LONGEST) {
      quoted.append('…');
    }
    return quoted.append('"').toString();
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
