package dev.larder.http;

/**
 * Reads one line of {@code Cache-Control}: a list of {@code token [ "=" ( token / quoted-string )
 * ]}, empty members allowed (RFC 9111, section 5.2; RFC 9110, section 5.6.1). A line that is broken
 * inside or after a quoted string, or between two members, is malformed from there on.
 */
final class CacheControlParser {

  /** An argument that nothing takes for a number. */
  private static final String UNREADABLE = "";

  private final String line;
  private final CacheControlBuilder directives;
  private int at;

  private CacheControlParser(String line, CacheControlBuilder directives) {
    this.line = line;
    this.directives = directives;
  }

  /** Adds the directives of a line. */
  static void parse(String line, CacheControlBuilder directives) {
    new CacheControlParser(line, directives).parse();
  }

  private void parse() {
    while (at < line.length()) {
      if (line.charAt(at) == ',' || Syntax.isSpace(line.charAt(at))) {
        at++;
      } else {
        member();
        skipSpaces();
        if (at < line.length() && line.charAt(at) != ',') {
          directives.malformed();
          skipToComma();
        }
      }
    }
  }

  private void member() {
    String name = Syntax.lower(token());
    if (name.isEmpty()) {
      return;
    }
    int end = at;
    skipSpaces();
    if (at == line.length() || line.charAt(at) != '=') {
      directives.add(name, null);
      return;
    }
    boolean spaces = at > end;
    at++;
    end = at;
    skipSpaces();
    spaces |= at > end;
    String argument = argument();
    directives.add(name, spaces ? UNREADABLE : argument);
  }

  private String argument() {
    if (at < line.length() && line.charAt(at) == '"') {
      return quotedString();
    }
    return token();
  }

  /** Returns what stands between the quotes; without a closing one it stays where it is. */
  private String quotedString() {
    StringBuilder text = new StringBuilder();
    for (int i = at + 1; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        at = i + 1;
        return text.toString();
      }
      if (c == '\\' && i + 1 < line.length()) {
        i++;
        c = line.charAt(i);
      }
      text.append(c);
    }
    return UNREADABLE;
  }

  private String token() {
    int begin = at;
    while (at < line.length() && Syntax.isTokenChar(line.charAt(at))) {
      at++;
    }
    return line.substring(begin, at);
  }

  private void skipSpaces() {
    while (at < line.length() && Syntax.isSpace(line.charAt(at))) {
      at++;
    }
  }

  private void skipToComma() {
    while (at < line.length() && line.charAt(at) != ',') {
      at++;
    }
  }
}
