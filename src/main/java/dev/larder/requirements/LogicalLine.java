package dev.larder.requirements;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What pip takes as one line: physical lines joined by backslashes, without the comment and the
 * white space around it. It knows for each of its characters where that is in the file.
 *
 * <p>The rules are those of {@code join_lines} and {@code ignore_comments} in pip's {@code
 * req_file.py}; some surprise. A line that is only a comment ends a continuation, and stays out of
 * the joined line here. A comment behind a requirement that ends in a backslash swallows the next
 * line. Joined lines lose their backslashes at both ends.
 */
final class LogicalLine {

  private final int number;
  private final int start;
  private final int end;
  private final String content;
  private final int[] contentStarts;
  private final int[] sourceStarts;

  private LogicalLine(
      int number, int start, int end, String content, int[] contentStarts, int[] sourceStarts) {
    this.number = number;
    this.start = start;
    this.end = end;
    this.content = content;
    this.contentStarts = contentStarts;
    this.sourceStarts = sourceStarts;
  }

  /** The lines of a file that say something: neither blank nor only a comment. */
  static List<LogicalLine> join(String text, List<PhysicalLine> lines) {
    List<LogicalLine> joined = new ArrayList<>();
    Builder open = null;
    for (int i = 0; i < lines.size(); i++) {
      PhysicalLine line = lines.get(i);
      boolean comment = line.isComment(text);
      boolean continues = line.endsWithBackslash(text) && !comment;
      if (comment && open == null) {
        continue;
      }
      if (open == null) {
        open = new Builder(text, i + 1, line.start());
      }
      if (continues) {
        open.appendWithoutBackslashes(line);
        continue;
      }
      if (!comment) {
        open.append(line.start(), line.end(), line.next());
      }
      open.buildInto(joined);
      open = null;
    }
    if (open != null) {
      open.buildInto(joined);
    }
    return joined;
  }

  /** Whether a line added after the last one would be joined to what is already there. */
  static boolean isOpenAtEnd(String text, List<PhysicalLine> lines) {
    if (lines.isEmpty()) {
      return false;
    }
    PhysicalLine last = lines.get(lines.size() - 1);
    return last.endsWithBackslash(text) && !last.isComment(text);
  }

  /** Its first physical line, counted from 1. */
  int number() {
    return number;
  }

  /** Where its first physical line starts in the file. */
  int start() {
    return start;
  }

  /** Where its last physical line ends, line break included. */
  int end() {
    return end;
  }

  /** What is left when lines are joined and comments are gone; never empty. */
  String content() {
    return content;
  }

  /** Where a character of {@link #content()} is in the file's text. */
  int sourceOf(int index) {
    int at = Arrays.binarySearch(contentStarts, index);
    int segment = at >= 0 ? at : -at - 2;
    return sourceStarts[segment] + index - contentStarts[segment];
  }

  private static final class Builder {
    private final String text;
    private final int number;
    private final int start;
    private int end;
    private final StringBuilder joined = new StringBuilder();
    private int segments;
    private int[] joinedStarts = new int[1];
    private int[] sourceStarts = new int[1];

    Builder(String text, int number, int start) {
      this.text = text;
      this.number = number;
      this.start = start;
      this.end = start;
    }

    void appendWithoutBackslashes(PhysicalLine line) {
      int to = line.end();
      while (to > line.start() && text.charAt(to - 1) == '\\') {
        to--;
      }
      int from = line.start();
      while (from < to && text.charAt(from) == '\\') {
        from++;
      }
      append(from, to, line.next());
    }

    void append(int from, int to, int next) {
      end = next;
      if (from == to) {
        return;
      }
      if (segments == joinedStarts.length) {
        joinedStarts = Arrays.copyOf(joinedStarts, segments * 2);
        sourceStarts = Arrays.copyOf(sourceStarts, segments * 2);
      }
      joinedStarts[segments] = joined.length();
      sourceStarts[segments] = from;
      segments++;
      joined.append(text, from, to);
    }

    void buildInto(List<LogicalLine> lines) {
      int from = PythonText.trimStart(joined, 0, joined.length());
      int to = PythonText.trimEnd(joined, from, commentStart());
      if (from >= to) {
        return;
      }
      // Segments keep their own starts; only the offset of the leading white space is taken off,
      // which makes the starts of segments before it negative and leaves the search right.
      int[] contentStarts = Arrays.copyOf(joinedStarts, segments);
      for (int i = 0; i < segments; i++) {
        contentStarts[i] -= from;
      }
      lines.add(
          new LogicalLine(
              number,
              start,
              end,
              joined.substring(from, to),
              contentStarts,
              Arrays.copyOf(sourceStarts, segments)));
    }

    private int commentStart() {
      for (int i = 0; i < joined.length(); i++) {
        if (joined.charAt(i) == '#' && (i == 0 || PythonText.isSpace(joined.charAt(i - 1)))) {
          return i;
        }
      }
      return joined.length();
    }
  }
}
