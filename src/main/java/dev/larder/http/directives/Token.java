package dev.larder.http.directives;

/**
 * A piece of a CodeAI file.
 *
 * @param kind what it is
 * @param offset where it begins
 * @param text a string's content without quotation marks and escapes; else as it is written
 * @param firstOnLine whether only white space and comments stand before it in its line
 */
record Token(Kind kind, int offset, String text, boolean firstOnLine) {

  /** The kinds of tokens. */
  enum Kind {
    /** Names, numbers, durations: everything without white space, quotes, brackets, commas. */
    WORD,
    /** Text in quotation marks. */
    STRING,
    /** What follows {@code endpoint METHOD} without quotation marks. */
    PATH,
    /** One character of any other sort. */
    SYMBOL,
    /** The end of the file. */
    END
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }

  boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  boolean isText() {
    return kind == Kind.WORD || kind == Kind.STRING;
  }

  /** Says in a message what was found. */
  String shown() {
    return switch (kind) {
      case END -> "the end of the file";
      case STRING -> "\"" + clipped() + "\"";
      default -> "'" + clipped() + "'";
    };
  }

  private String clipped() {
    String line = text.lines().findFirst().orElse("");
    boolean whole = line.length() == text.length() && line.length() <= 40;
    return whole ? text : line.substring(0, Math.min(40, line.length())) + "…";
  }
}
