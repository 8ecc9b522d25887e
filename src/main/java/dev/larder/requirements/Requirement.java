package dev.larder.requirements;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a logical line asks pip to install, as far as it says a package's name. */
sealed interface Requirement {

  PackageName name();

  LogicalLine line();

  /** Whether adding this package would change nothing, because the line already says it. */
  boolean satisfies(PackageSpec spec);

  /**
   * A package from an index: {@code name[extras] >=1; marker --hash=…}. All places count in the
   * line's content.
   *
   * @param extras the extras, as written
   * @param extrasClose where their closing bracket is, or -1
   * @param nameEnd where the name ends
   * @param version the conditions on the version
   * @param versionStart where they start, or would start
   * @param versionEnd where they end
   * @param end where the requirement, marker included, ends and the options begin
   * @param options the options behind it
   */
  record Indexed(
      PackageName name,
      LogicalLine line,
      List<String> extras,
      int extrasClose,
      int nameEnd,
      VersionSpecifier version,
      int versionStart,
      int versionEnd,
      int end,
      List<LineOption> options)
      implements Requirement {

    @Override
    public boolean satisfies(PackageSpec spec) {
      return missingExtras(spec).isEmpty()
          && (spec.version().isAny() || spec.version().sameAs(version));
    }

    /** The line's content without its options. */
    String requirementText() {
      return line.content().substring(0, end);
    }

    List<String> missingExtras(PackageSpec spec) {
      Set<String> present =
          extras.stream()
              .map(PackageName::normalize)
              .collect(Collectors.toCollection(HashSet::new));
      return spec.extras().stream()
          .filter(extra -> !present.contains(PackageName.normalize(extra)))
          .toList();
    }
  }

  /** A package in a form that only somebody who knows why it is there should change. */
  record Fixed(PackageName name, LogicalLine line, Form form) implements Requirement {

    @Override
    public boolean satisfies(PackageSpec spec) {
      return spec.version().isAny() && spec.extras().isEmpty();
    }
  }

  /** Why a requirement is {@link Fixed}, in words that follow "the package is". */
  enum Form {
    URL("given by URL or file"),
    EDITABLE("installed as editable"),
    UNREADABLE("in a line that is not written as PEP 508 says");

    private final String words;

    Form(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
