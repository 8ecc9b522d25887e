package dev.larder.http.directives;

import java.util.Arrays;

/**
 * The text of a file, which knows the line and column of every offset. Lines end with LF, CR LF or
 * CR.
 */
final class SourceText {

  private final String name;
  private final String text;
  private final int[] lineStarts;

  /**
   * Makes a text.
   *
   * @param name the file, for messages
   * @param text its characters
   */
  SourceText(String name, String text) {
    this.name = name;
    this.text = text;
    int[] starts = new int[16];
    int lines = 1;
    for (int i = 0; i < text.length(); i++) {
      if (endsLine(text, i)) {
        if (lines == starts.length) {
          starts = Arrays.copyOf(starts, 2 * lines);
        }
        starts[lines++] = i + 1;
      }
    }
    this.lineStarts = Arrays.copyOf(starts, lines);
  }

  String name() {
    return name;
  }

  String text() {
    return text;
  }

  /** Makes an exception that names the place. */
  DirectivesException error(int offset, String message) {
    return new DirectivesException(name, line(offset), column(offset), message);
  }

  int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found < 0 ? -found - 1 : found + 1;
  }

  int column(int offset) {
    return text.codePointCount(lineStarts[line(offset) - 1], offset) + 1;
  }

  private static boolean endsLine(String text, int i) {
    char c = text.charAt(i);
    return c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
  }
}
