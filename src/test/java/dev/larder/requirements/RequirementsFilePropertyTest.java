package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Laws that hold for any text at all, tried on files made of hostile pieces. */
final class RequirementsFilePropertyTest {

  private static final int FILES = 8_000;

  /** Runs a law on many files; what fails is reported with the seed and the file. */
  private static void forManyFiles(long seed, Law law) {
    Random random = new Random(seed);
    for (int i = 0; i < FILES; i++) {
      String text = HostileFiles.file(random);
      PackageSpec spec = HostileFiles.spec(random);
      try {
        law.check(text, spec);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed %d, file %d, %s, add %s: %s"
                .formatted(seed, i, escape(text), spec.line(), e.getMessage()),
            e);
      }
    }
  }

  private interface Law {
    void check(String text, PackageSpec spec);
  }

  private static String escape(String text) {
    return text.chars()
        .mapToObj(c -> c < ' ' || c > '~' ? String.format("\\u%04x", c) : String.valueOf((char) c))
        .collect(Collectors.joining());
  }

  private static @Nullable RequirementsChange addOrNull(RequirementsFile file, PackageSpec spec) {
    try {
      return file.add(spec);
    } catch (PackageConflictException e) {
      return null;
    }
  }

  private static @Nullable RequirementsChange removeOrNull(
      RequirementsFile file, PackageName name) {
    try {
      return file.remove(name);
    } catch (PackageConflictException e) {
      return null;
    }
  }

  private static boolean names(RequirementsFile file, PackageName name) {
    return file.requirements().stream().anyMatch(r -> r.name().equals(name));
  }

  private static List<String> contents(RequirementsFile file) {
    return file.logicalLines().stream().map(LogicalLine::content).toList();
  }

  private static List<String> contentsOfOthers(RequirementsFile file, PackageName name) {
    Set<LogicalLine> own =
        file.requirements().stream()
            .filter(r -> r.name().equals(name))
            .map(Requirement::line)
            .collect(Collectors.toSet());
    return file.logicalLines().stream()
        .filter(line -> !own.contains(line))
        .map(LogicalLine::content)
        .toList();
  }

  /** The physical lines with their breaks, the byte order mark as one of its own. */
  private static List<String> rawLines(String text) {
    List<String> raw = new ArrayList<>();
    List<PhysicalLine> lines = PhysicalLine.split(text);
    int start = lines.isEmpty() ? text.length() : lines.get(0).start();
    raw.add(text.substring(0, start));
    lines.forEach(line -> raw.add(text.substring(line.start(), line.next())));
    return raw;
  }

  @Test
  void anyTextIsGivenBackAsItIs() {
    forManyFiles(
        1,
        (text, spec) -> {
          assertThat(RequirementsFile.parse(text).text()).isEqualTo(text);
          assertThat(String.join("", rawLines(text))).isEqualTo(text);
        });
  }

  @Test
  void everyCharacterOfALogicalLineIsFoundInTheFile() {
    forManyFiles(
        2,
        (text, spec) -> {
          for (LogicalLine line : RequirementsFile.parse(text).logicalLines()) {
            int last = -1;
            for (int i = 0; i < line.content().length(); i++) {
              int source = line.sourceOf(i);
              assertThat(text.charAt(source)).isEqualTo(line.content().charAt(i));
              assertThat(source).isGreaterThan(last).isBetween(line.start(), line.end() - 1);
              last = source;
            }
          }
        });
  }

  @Test
  void addingLeavesEveryOtherLineAndEndsWithThePackageAsAsked() {
    int[] outcomes = new int[4];
    forManyFiles(
        3,
        (text, spec) -> {
          RequirementsFile file = RequirementsFile.parse(text);
          RequirementsChange change = addOrNull(file, spec);
          if (change == null) {
            assertThat(names(file, spec.name())).isTrue();
            outcomes[0]++;
            return;
          }
          RequirementsFile result = change.file();
          assertThat(contentsOfOthers(result, spec.name()))
              .isEqualTo(contentsOfOthers(file, spec.name()));
          assertThat(result.requirements())
              .filteredOn(r -> r.name().equals(spec.name()))
              .isNotEmpty()
              .allMatch(r -> r.satisfies(spec));
          assertThat(change.changed()).isEqualTo(!result.text().equals(text));
          if (!names(file, spec.name())) {
            assertThat(result.text()).startsWith(text);
            assertThat(contents(result)).endsWith(spec.line());
          }
          outcomes[!change.changed() ? 1 : names(file, spec.name()) ? 2 : 3]++;
        });
    assertThat(outcomes).as("conflict, unchanged, edited, appended").doesNotContain(0);
  }

  @Test
  void anEditChangesOnlyPhysicalLinesOfTheRequirement() {
    int[] edited = new int[1];
    forManyFiles(
        4,
        (text, spec) -> {
          RequirementsFile file = RequirementsFile.parse(text);
          RequirementsChange change = addOrNull(file, spec);
          if (change == null || !change.changed() || !names(file, spec.name())) {
            return;
          }
          LogicalLine line =
              file.requirements().stream()
                  .filter(r -> r.name().equals(spec.name()))
                  .findFirst()
                  .orElseThrow()
                  .line();
          assertThat(change.file().text())
              .startsWith(text.substring(0, line.start()))
              .endsWith(text.substring(line.end()));
          edited[0]++;
        });
    assertThat(edited[0]).isGreaterThan(FILES / 50);
  }

  @Test
  void addingTwiceIsAddingOnce() {
    forManyFiles(
        5,
        (text, spec) -> {
          RequirementsChange once = addOrNull(RequirementsFile.parse(text), spec);
          if (once != null) {
            RequirementsChange twice = once.file().add(spec);
            assertThat(twice.changed()).isFalse();
            assertThat(twice.file().text()).isEqualTo(once.file().text());
          }
        });
  }

  @Test
  void removingAnAddedPackageGivesTheTextBackButForLineBreaksItLackedAtItsEnd() {
    forManyFiles(
        6,
        (text, spec) -> {
          RequirementsFile file = RequirementsFile.parse(text);
          if (names(file, spec.name())) {
            return;
          }
          String back = file.add(spec).file().remove(spec.name()).file().text();
          assertThat(back).startsWith(text);
          assertThat(back.substring(text.length())).matches("[\r\n]{0,4}");
          boolean open = LogicalLine.isOpenAtEnd(text, PhysicalLine.split(text));
          if (!open && (text.isEmpty() || text.endsWith("\n") || text.endsWith("\r"))) {
            assertThat(back).isEqualTo(text);
          }
        });
  }

  @Test
  void removingTakesPhysicalLinesOfThePackageAndNothingElse() {
    int[] removed = new int[1];
    forManyFiles(
        7,
        (text, spec) -> {
          RequirementsFile file = RequirementsFile.parse(text);
          RequirementsChange change = removeOrNull(file, spec.name());
          if (change == null) {
            return;
          }
          RequirementsFile result = change.file();
          assertThat(names(result, spec.name())).isFalse();
          assertThat(contents(result)).isEqualTo(contentsOfOthers(file, spec.name()));
          assertThat(change.changed()).isEqualTo(names(file, spec.name()));
          assertThat(result.text()).isEqualTo(withoutLinesOf(file, spec.name()));
          removed[0] += change.changed() ? 1 : 0;
        });
    assertThat(removed[0]).isGreaterThan(FILES / 50);
  }

  /** Built from whole physical lines, unlike the editor, which cuts the text by places. */
  private static String withoutLinesOf(RequirementsFile file, PackageName name) {
    String text = file.text();
    List<String> raw = rawLines(text);
    List<PhysicalLine> lines = PhysicalLine.split(text);
    StringBuilder kept = new StringBuilder(raw.get(0));
    for (int i = 0; i < lines.size(); i++) {
      PhysicalLine line = lines.get(i);
      boolean own =
          !line.isComment(text)
              && file.requirements().stream()
                  .filter(r -> r.name().equals(name))
                  .anyMatch(r -> r.line().start() <= line.start() && line.next() <= r.line().end());
      kept.append(own ? "" : raw.get(i + 1));
    }
    return kept.toString();
  }
}
