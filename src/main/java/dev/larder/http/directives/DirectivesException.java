package dev.larder.http.directives;

/**
 * A CodeAI file that cannot be used: it is not there, or what is written at one place of it is
 * wrong. The message begins with the file and, when there is a place, its line and column, and says
 * what was expected.
 */
public final class DirectivesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final int column;

  DirectivesException(String file, String message) {
    super(file + ": " + message);
    this.file = file;
    this.line = 0;
    this.column = 0;
  }

  DirectivesException(String file, int line, int column, String message) {
    super(file + ":" + line + ":" + column + ": " + message);
    this.file = file;
    this.line = line;
    this.column = column;
  }

  /** The file, as it was named. */
  public String file() {
    return file;
  }

  /** The line, from 1; 0 when the file as a whole is meant. */
  public int line() {
    return line;
  }

  /** The column in characters (code points), from 1; 0 when the file as a whole is meant. */
  public int column() {
    return column;
  }
}
