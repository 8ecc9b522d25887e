package dev.larder.http.directives;

/**
 * The text of a file, which knows the line and column of every offset. Lines end with LF, CR LF or
 * CR.
 *
 * @param name the file, for messages
 * @param text its characters
 */
record SourceText(String name, String text) {

  /** Makes an exception that names the place. */
  DirectivesException error(int offset, String message) {
    return new DirectivesException(name, line(offset), column(offset), message);
  }

  int line(int offset) {
    int line = 1;
    for (int i = 0; i < offset; i++) {
      if (endsLine(i)) {
        line++;
      }
    }
    return line;
  }

  int column(int offset) {
    int start = offset;
    while (start > 0 && !endsLine(start - 1)) {
      start--;
    }
    return text.codePointCount(start, offset) + 1;
  }

  private boolean endsLine(int i) {
    char c = text.charAt(i);
    return c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
  }
}
