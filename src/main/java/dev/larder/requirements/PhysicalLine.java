package dev.larder.requirements;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a file as an editor numbers it, given by places in the file's text.
 *
 * @param start where its first character is
 * @param end where its line break starts
 * @param next where the next line starts; equal to {@code end} only for a last line without break
 */
record PhysicalLine(int start, int end, int next) {

  /**
   * The lines of a text, split where pip splits them. A byte order mark at the start belongs to no
   * line; with it, the lines laid end to end are the text.
   */
  static List<PhysicalLine> split(String text) {
    List<PhysicalLine> lines = new ArrayList<>();
    int length = text.length();
    int start = length > 0 && text.charAt(0) == PythonText.BYTE_ORDER_MARK ? 1 : 0;
    while (start < length) {
      int end = start;
      while (end < length && !PythonText.isLineBreak(text.charAt(end))) {
        end++;
      }
      int next = end;
      if (end < length) {
        next += text.startsWith("\r\n", end) ? 2 : 1;
      }
      lines.add(new PhysicalLine(start, end, next));
      start = next;
    }
    return lines;
  }

  /** Whether it holds nothing but a comment: white space, then {@code #}. */
  boolean isComment(String text) {
    int first = PythonText.trimStart(text, start, end);
    return first < end && text.charAt(first) == '#';
  }

  boolean isBlank(String text) {
    return PythonText.trimStart(text, start, end) == end;
  }

  boolean endsWithBackslash(String text) {
    return end > start && text.charAt(end - 1) == '\\';
  }
}
