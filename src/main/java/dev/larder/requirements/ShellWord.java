package dev.larder.requirements;

import java.util.ArrayList;
import java.util.List;

/**
 * A word as Python's {@code shlex.split} cuts it, with its place.
 *
 * @param value the word without quotes and escapes
 * @param start where it starts
 * @param end where it ends
 */
record ShellWord(String value, int start, int end) {

  /** The words of a text from {@code from} on; none if a quote or an escape is left open. */
  static List<ShellWord> split(String text, int from) {
    List<ShellWord> words = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    int start = -1;
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0 && isSeparator(c)) {
        if (start >= 0) {
          words.add(new ShellWord(value.toString(), start, i));
          value.setLength(0);
          start = -1;
        }
        continue;
      }
      if (start < 0) {
        start = i;
      }
      if (c == '\\' && quote != '\'') {
        i++;
        if (i == text.length()) {
          return List.of();
        }
        char escaped = text.charAt(i);
        if (quote == '"' && escaped != '"' && escaped != '\\') {
          value.append('\\');
        }
        value.append(escaped);
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else {
        value.append(c);
      }
    }
    if (quote != 0) {
      return List.of();
    }
    if (start >= 0) {
      words.add(new ShellWord(value.toString(), start, text.length()));
    }
    return words;
  }

  private static boolean isSeparator(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
