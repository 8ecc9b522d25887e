package dev.larder.requirements;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A set of conditions on a version, such as {@code >=2,<3}; without any condition every version
 * will do. Immutable.
 *
 * @param clauses the conditions in the order written
 * @see <a href="https://peps.python.org/pep-0440/#version-specifiers">PEP 440, Version
 *     specifiers</a>
 */
record VersionSpecifier(List<Clause> clauses) {

  static final VersionSpecifier ANY = new VersionSpecifier(List.of());

  /** The longest text that can be asked for, in characters. */
  static final int MAX_LENGTH = 250;

  private static final Pattern CLAUSE =
      Pattern.compile("(?<operator>===|==|~=|!=|<=|>=|<|>)[ \\t]*+(?<version>[A-Za-z0-9._+!*-]++)");

  VersionSpecifier {
    clauses = List.copyOf(clauses);
  }

  /** One condition, such as {@code >=} with {@code 2.0}. */
  record Clause(String operator, String version) {

    private boolean isValid() {
      return switch (operator) {
        case "===" -> PackageName.endOf(version.replaceAll("[+!]", "."), 0) == version.length();
        case "==", "!=" ->
            version.endsWith(".*")
                ? Pep440.isReleaseOnly(version.substring(0, version.length() - 2))
                : Pep440.isVersion(version);
        case "~=" -> Pep440.isPublicVersion(version) && Pep440.hasSeveralNumbers(version);
        default -> Pep440.isPublicVersion(version);
      };
    }

    /** The same text for every spelling of the same condition. */
    private String meaning() {
      return operator
          + (operator.equals("===")
              ? version.toLowerCase(Locale.ROOT)
              : Pep440.canonical(version, !operator.equals("~=")));
    }
  }

  /**
   * What somebody asks for: a version, which means exactly that one, or conditions with commas
   * between them, with spaces allowed around each.
   *
   * @throws InvalidPackageException if it is anything else
   */
  static VersionSpecifier parse(String text) {
    if (text.length() <= MAX_LENGTH) {
      if (Pep440.isVersion(text)) {
        return new VersionSpecifier(List.of(new Clause("==", text)));
      }
      VersionSpecifier specifier = read(text);
      boolean tidy = text.equals(trim(text)) && text.indexOf('\t') < 0;
      if (specifier != null && tidy && specifier.isValid()) {
        return specifier;
      }
    }
    throw new InvalidPackageException(
        "A version is written as PEP 440 says: a version such as 2.31.0, or conditions such as"
            + " >=2,<3 or ~=1.4 or ==1.* (=== only by itself), in at most "
            + MAX_LENGTH
            + " characters. Leave it out for any version.");
  }

  private boolean isValid() {
    // pip reads what follows === up to the next white space, commas included, as its version
    boolean arbitrary = clauses.stream().anyMatch(clause -> clause.operator().equals("==="));
    return !clauses.isEmpty()
        && (clauses.size() == 1 || !arbitrary)
        && clauses.stream().allMatch(Clause::isValid);
  }

  /** What a file holds, read with some leniency; null if it cannot be read. */
  static @Nullable VersionSpecifier read(String text) {
    if (trim(text).isEmpty()) {
      return ANY;
    }
    List<Clause> clauses = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher match = CLAUSE.matcher(trim(part));
      if (!match.matches()) {
        return null;
      }
      clauses.add(new Clause(match.group("operator"), match.group("version")));
    }
    return new VersionSpecifier(clauses);
  }

  /** Takes off spaces and tabs: the only white space that PEP 508 knows. */
  private static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  boolean isAny() {
    return clauses.isEmpty();
  }

  /** Whether both allow the same versions by PEP 440: order and spelling do not count. */
  boolean sameAs(VersionSpecifier other) {
    return meanings().equals(other.meanings());
  }

  private Set<String> meanings() {
    return clauses.stream().map(Clause::meaning).collect(Collectors.toSet());
  }

  /** As it is written into a file: no spaces. */
  String text() {
    return clauses.stream()
        .map(clause -> clause.operator() + clause.version())
        .collect(Collectors.joining(","));
  }
}
