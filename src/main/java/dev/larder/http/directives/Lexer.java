package dev.larder.http.directives;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a CodeAI file into tokens, in one pass and in linear time. Comments ({@code #}, {@code //},
 * and between {@code /*} and its end) are left out, and so is what stands in an {@code exec} block,
 * whose text is a shell's and not CodeAI.
 */
final class Lexer {

  /** Strings may go over several lines, so a missing mark shows only at the end of the file. */
  private static final String OPEN_STRING =
      "expected '\"' to close the string that begins here; the quotation marks of the file do not"
          + " come in pairs, and this is the first string that does not end in its line";

  private final SourceText source;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private boolean newLine = true;
  private int firstLongString = -1;

  private Lexer(SourceText source) {
    this.source = source;
    this.text = source.text();
  }

  /**
   * Returns the tokens, the last of which is the end.
   *
   * @throws DirectivesException when a string, a comment or a path parameter does not end
   */
  static List<Token> tokens(SourceText source) {
    Lexer lexer = new Lexer(source);
    while (lexer.step()) {}
    return lexer.tokens;
  }

  private boolean step() {
    skipBlank();
    if (at == text.length()) {
      add(Token.Kind.END, at, "");
      return false;
    }
    char c = text.charAt(at);
    if (c == '"') {
      string();
    } else if (c == '\'' && closingApostrophe() > 0) {
      int end = closingApostrophe();
      add(Token.Kind.STRING, at, text.substring(at + 1, end));
      at = end + 1;
    } else if (isPathPlace() && PathScanner.begins(c)) {
      int end = new PathScanner(source).end(at);
      add(Token.Kind.PATH, at, text.substring(at, end));
      at = end;
    } else if (isWordPart(at)) {
      word();
    } else {
      symbol(c);
    }
    return true;
  }

  private void add(Token.Kind kind, int offset, String content) {
    tokens.add(new Token(kind, offset, content, newLine));
    newLine = false;
  }

  private void skipBlank() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isBlank(c)) {
        newLine |= isLineEnd(c);
        at++;
      } else if (c == '#' || text.startsWith("//", at)) {
        while (at < text.length() && !isLineEnd(text.charAt(at))) {
          at++;
        }
      } else if (text.startsWith("/*", at)) {
        longComment();
      } else {
        return;
      }
    }
  }

  private void longComment() {
    int end = text.indexOf("*/", at + 2);
    if (end < 0) {
      throw source.error(at, "expected '*/' to close the comment that begins here");
    }
    newLine |= text.substring(at, end).chars().anyMatch(Lexer::isLineEnd);
    at = end + 2;
  }

  private void string() {
    StringBuilder content = new StringBuilder();
    boolean overLines = false;
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        if (overLines && firstLongString < 0) {
          firstLongString = at;
        }
        add(Token.Kind.STRING, at, content.toString());
        at = i + 1;
        return;
      }
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        content.append(unescaped(text.charAt(i)));
      } else {
        overLines |= isLineEnd(c);
        content.append(c);
      }
    }
    throw source.error(firstLongString < 0 ? at : firstLongString, OPEN_STRING);
  }

  private static String unescaped(char c) {
    return switch (c) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case '"', '\\', '/' -> String.valueOf(c);
      default -> "\\" + c;
    };
  }

  /** The language has no such strings; but what is quoted so is no brace of its. */
  private int closingApostrophe() {
    for (int i = at + 1; i < text.length() && !isLineEnd(text.charAt(i)); i++) {
      if (text.charAt(i) == '\'') {
        return i;
      }
    }
    return -1;
  }

  private boolean isPathPlace() {
    int size = tokens.size();
    return size >= 2
        && tokens.get(size - 1).kind() == Token.Kind.WORD
        && tokens.get(size - 2).isWord("endpoint");
  }

  private void word() {
    int start = at;
    while (at < text.length() && isWordPart(at)) {
      at++;
    }
    add(Token.Kind.WORD, start, text.substring(start, at));
  }

  private boolean isWordPart(int i) {
    char c = text.charAt(i);
    boolean comment = text.startsWith("//", i) || text.startsWith("/*", i);
    return !comment && c > ' ' && !isBlank(c) && "{}[]():,;\"'#@=<>!&|".indexOf(c) < 0;
  }

  private void symbol(char c) {
    boolean shell = c == '{' && !tokens.isEmpty() && tokens.get(tokens.size() - 1).isWord("exec");
    int open = at;
    add(Token.Kind.SYMBOL, at++, String.valueOf(c));
    if (shell) {
      skipShell(open);
    }
  }

  /** Goes to the brace that closes a block of shell commands. */
  private void skipShell(int open) {
    for (int depth = 1; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        at = Math.max(at, endOfShellString(c));
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return;
      }
    }
    throw source.error(at, Tokens.unclosed(source, open, '}') + " but found the end of the file");
  }

  private int endOfShellString(char quote) {
    for (int i = at + 1; i < text.length() && !isLineEnd(text.charAt(i)); i++) {
      if (text.charAt(i) == quote) {
        return i;
      }
    }
    return -1;
  }

  static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
  }

  static boolean isLineEnd(int c) {
    return c == '\n' || c == '\r';
  }
}
