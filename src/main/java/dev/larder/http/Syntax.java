package dev.larder.http;

/**
 * The characters of field values (RFC 9110, section 5.6). ASCII only: no method depends on a locale
 * or on Unicode's ideas of digits, letters and white space.
 */
final class Syntax {

  private Syntax() {}

  /** Returns whether a character may stand in a token. */
  static boolean isTokenChar(char c) {
    return isAlpha(c) || isDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  /** Returns whether a text is a token. */
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenChar(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAlpha(char c) {
    return isLower(lower(c));
  }

  static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  /** Returns whether a character is a space or a tab, the optional white space of HTTP. */
  static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  /** Returns a capital letter of ASCII in its small form, and any other character as it is. */
  static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  /** Returns a text with its capital letters of ASCII made small. */
  static String lower(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (lower(text.charAt(i)) != text.charAt(i)) {
        StringBuilder lowered = new StringBuilder(text);
        for (int j = i; j < text.length(); j++) {
          lowered.setCharAt(j, lower(text.charAt(j)));
        }
        return lowered.toString();
      }
    }
    return text;
  }

  /** Returns a text without spaces and tabs at its ends. */
  static String trim(String text) {
    int begin = 0;
    int end = text.length();
    while (begin < end && isSpace(text.charAt(begin))) {
      begin++;
    }
    while (end > begin && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(begin, end);
  }
}
