package dev.larder.http;

/** A place in the text of a structured field. Not thread-safe. */
final class SfScanner {

  /** What {@link #peek} returns at the end; no structured field contains it. */
  static final char END = '\0';

  private final String text;
  private int at;

  SfScanner(String text) {
    this.text = text;
  }

  boolean atEnd() {
    return at == text.length();
  }

  /** Returns the next character. */
  char peek() {
    return atEnd() ? END : text.charAt(at);
  }

  /** Returns the next character and goes on. */
  char next() throws SfInvalidException {
    expectMore();
    return text.charAt(at++);
  }

  /** Goes on when this is the next character, and says whether it was. */
  boolean skip(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  void expect(char c) throws SfInvalidException {
    if (!skip(c)) {
      throw new SfInvalidException();
    }
  }

  void expectMore() throws SfInvalidException {
    if (atEnd()) {
      throw new SfInvalidException();
    }
  }

  void skipSpaces() {
    while (peek() == ' ') {
      at++;
    }
  }

  void skipWhiteSpace() {
    while (Syntax.isSpace(peek())) {
      at++;
    }
  }

  /** Returns a key (RFC 9651, section 4.2.3.3). */
  String key() throws SfInvalidException {
    int begin = at;
    if (!Syntax.isLower(peek()) && peek() != '*') {
      throw new SfInvalidException();
    }
    while (Syntax.isLower(peek()) || Syntax.isDigit(peek()) || isKeyMark(peek())) {
      at++;
    }
    return text.substring(begin, at);
  }

  /** Returns the digits that come next. */
  String digits() {
    int begin = at;
    while (Syntax.isDigit(peek())) {
      at++;
    }
    return text.substring(begin, at);
  }

  private static boolean isKeyMark(char c) {
    return c == '_' || c == '-' || c == '.' || c == '*';
  }
}
