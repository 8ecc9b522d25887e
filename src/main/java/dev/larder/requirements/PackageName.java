package dev.larder.requirements;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name of a Python package, equal to every other spelling of it: {@code Zope.Interface} equals
 * {@code zope-interface}. Immutable.
 *
 * @see <a href="https://peps.python.org/pep-0508/#names">PEP 508, Names</a>
 * @see <a href="https://peps.python.org/pep-0503/#normalized-names">PEP 503, Normalized Names</a>
 */
final class PackageName {

  static final int MAX_LENGTH = 200;

  private final String text;
  private final String normalized;

  private PackageName(String text) {
    this.text = text;
    this.normalized = normalize(text);
  }

  /**
   * A name as somebody gives it, without extras or version.
   *
   * @throws InvalidPackageException if it is no name by PEP 508, or longer than 200 characters
   */
  static PackageName parse(String text) {
    if (text.length() > MAX_LENGTH || text.isEmpty() || endOf(text, 0) != text.length()) {
      throw new InvalidPackageException(
          "A package name consists of ASCII letters, digits, '.', '_' and '-', starts and ends"
              + " with a letter or digit, and has at most "
              + MAX_LENGTH
              + " characters.");
    }
    return new PackageName(text);
  }

  /** The name that stands at the start of a text, however long; null if there is none. */
  static @Nullable PackageName atStartOf(String text) {
    int end = endOf(text, 0);
    return end == 0 ? null : new PackageName(text.substring(0, end));
  }

  /**
   * Where the name that starts at {@code from} ends; {@code from} itself if none does. A run of
   * letters of a name that is not a name as a whole ({@code foo-}) is none.
   */
  static int endOf(String text, int from) {
    int end = from;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    boolean valid =
        end > from && isAlphanumeric(text.charAt(from)) && isAlphanumeric(text.charAt(end - 1));
    return valid ? end : from;
  }

  static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean isNamePart(char c) {
    return isAlphanumeric(c) || c == '.' || c == '_' || c == '-';
  }

  /** The one spelling in which names (and, by PEP 685, extras) are compared. */
  static String normalize(String name) {
    StringBuilder result = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean separator = c == '.' || c == '_' || c == '-';
      if (!separator) {
        result.append(c);
      } else if (result.length() == 0 || result.charAt(result.length() - 1) != '-') {
        result.append('-');
      }
    }
    return result.toString().toLowerCase(Locale.ROOT);
  }

  /** The name as it was written. */
  String text() {
    return text;
  }

  String normalized() {
    return normalized;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PackageName name && normalized.equals(name.normalized);
  }

  @Override
  public int hashCode() {
    return normalized.hashCode();
  }

  /** The name as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
