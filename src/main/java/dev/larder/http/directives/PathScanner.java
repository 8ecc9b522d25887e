package dev.larder.http.directives;

/**
 * Finds the end of a path that stands without quotation marks. A brace in it begins a parameter
 * when it follows a slash or when a name follows it at once; any other brace begins the block.
 */
final class PathScanner {

  private static final String NEVER_IN_A_PATH = "\"#}[](),;";

  private final SourceText source;
  private final String text;

  PathScanner(SourceText source) {
    this.source = source;
    this.text = source.text();
  }

  static boolean begins(char c) {
    return c != '{' && NEVER_IN_A_PATH.indexOf(c) < 0;
  }

  /**
   * Returns where the path ends that begins at {@code start}.
   *
   * @throws DirectivesException when a parameter does not end in its line
   */
  int end(int start) {
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '{') {
        boolean parameter = text.charAt(at - 1) == '/' || isName(at + 1);
        if (!parameter) {
          return at;
        }
        at = parameterEnd(at);
      } else if (Lexer.isBlank(c) || NEVER_IN_A_PATH.indexOf(c) >= 0) {
        return at;
      } else {
        at++;
      }
    }
    return at;
  }

  private int parameterEnd(int open) {
    int at = skipSpaces(open + 1);
    int name = at;
    while (isName(at)) {
      at++;
    }
    if (name == at) {
      throw source.error(at, "expected the name of a path parameter, as in /products/{id}");
    }
    String shown = text.substring(name, at);
    at = skipSpaces(at);
    if (at < text.length() && text.charAt(at) == '}') {
      return at + 1;
    }
    if (at == text.length() || text.charAt(at) != ':') {
      throw unclosed(at, shown);
    }
    int depth = 1;
    for (at++; at < text.length() && !Lexer.isLineEnd(text.charAt(at)); at++) {
      char c = text.charAt(at);
      if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return at + 1;
      }
    }
    throw unclosed(at, shown);
  }

  private DirectivesException unclosed(int offset, String name) {
    return source.error(offset, "expected '}' to close the path parameter '" + name + "'");
  }

  private int skipSpaces(int from) {
    int at = from;
    while (at < text.length()
        && Lexer.isBlank(text.charAt(at))
        && !Lexer.isLineEnd(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private boolean isName(int at) {
    return at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_-.".indexOf(text.charAt(at)) >= 0);
  }
}
