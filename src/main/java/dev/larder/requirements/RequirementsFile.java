package dev.larder.requirements;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of a {@code requirements.txt}, and the two changes Larder makes in it. Immutable.
 *
 * <p>Any text is taken as it is and given back byte for byte; a change touches the lines of the one
 * package it is about and no other. Which lines those are is decided by pip's own rules for joining
 * lines and cutting comments. Everything is done in time linear in the text's length.
 *
 * @see <a href="https://pip.pypa.io/en/stable/reference/requirements-file-format/">Requirements
 *     File Format</a>
 */
final class RequirementsFile {

  private final String text;
  private final List<PhysicalLine> physicalLines;
  private final List<LogicalLine> logicalLines;
  private final List<Requirement> requirements;

  private RequirementsFile(String text) {
    this.text = text;
    this.physicalLines = PhysicalLine.split(text);
    this.logicalLines = LogicalLine.join(text, physicalLines);
    List<Requirement> found = new ArrayList<>();
    for (LogicalLine line : logicalLines) {
      Requirement requirement = RequirementReader.read(line);
      if (requirement != null) {
        found.add(requirement);
      }
    }
    this.requirements = List.copyOf(found);
  }

  /** Reads any text; lines that pip would refuse are kept and left alone. */
  static RequirementsFile parse(String text) {
    return new RequirementsFile(text);
  }

  String text() {
    return text;
  }

  /** The requirements that say their package's name, in the order of the file. */
  List<Requirement> requirements() {
    return requirements;
  }

  List<LogicalLine> logicalLines() {
    return logicalLines;
  }

  /**
   * Makes the file ask for a package.
   *
   * <ul>
   *   <li>A package the file does not name gets a line of its own at the end, with the line break
   *       most used in the file. If the text ends without line break or within a continuation, line
   *       breaks are put before it; the new line always ends with one.
   *   <li>A package the file names gets the version asked for in its place, and the extras it
   *       lacks. The spelling of the name, the marker, other options, comments and line breaks
   *       stay. Hashes belong to the version they were made for, so they go when it does.
   *   <li>If the file already says what is asked for (no version asked, or one that is the same by
   *       PEP 440), nothing changes.
   * </ul>
   *
   * @throws PackageConflictException if the package is there in a form that cannot be changed so:
   *     by URL, file or as editable, in several lines, or in a line that pip cannot read
   */
  RequirementsChange add(PackageSpec spec) {
    List<Requirement> present = requirementsOf(spec.name());
    if (present.isEmpty()) {
      return new RequirementsChange(parse(text + toAppend(spec.line())), true, false);
    }
    if (present.stream().allMatch(requirement -> requirement.satisfies(spec))) {
      return RequirementsChange.none(this);
    }
    if (present.size() > 1) {
      throw new PackageConflictException(
          "Package %s is required %d times (first in lines %d and %d), so it is not clear which to"
                  .formatted(
                      spec.name(),
                      present.size(),
                      present.get(0).line().number(),
                      present.get(1).line().number())
              + " change. Edit the file itself.");
    }
    if (present.get(0) instanceof Requirement.Indexed requirement) {
      return edit(spec, requirement);
    }
    Requirement.Fixed fixed = (Requirement.Fixed) present.get(0);
    throw new PackageConflictException(
        "Package %s is %s (line %d), where no version or extra can be set. Edit the file itself, or"
                .formatted(spec.name(), fixed.form().words(), fixed.line().number())
            + " remove the package first.");
  }

  private RequirementsChange edit(PackageSpec spec, Requirement.Indexed requirement) {
    LineEdit edit = LineEdit.toSatisfy(spec, requirement, text);
    RequirementsFile edited = parse(edit.apply());
    if (!edit.isWhatWasMeant(logicalLines, edited)) {
      throw new PackageConflictException(
          "Package %s is in a line (%d) whose continuations cannot be changed safely. Edit the file"
                  .formatted(spec.name(), requirement.line().number())
              + " itself.");
    }
    return new RequirementsChange(edited, true, edit.hashesDropped());
  }

  /**
   * Takes out every requirement of a package, in whatever form, with its continuation lines and the
   * comment behind it.
   *
   * <p>Lines that are only a comment stay, even pip-compile's {@code # via} notes below the
   * requirement and one that ends its continuation: other lines and comments are not ours to judge,
   * and pip-compile writes its own anew at its next run.
   *
   * @throws PackageConflictException if a U+FEFF would come to be the file's first character and so
   *     change the meaning of its line
   */
  RequirementsChange remove(PackageName name) {
    List<Requirement> present = requirementsOf(name);
    if (present.isEmpty()) {
      return RequirementsChange.none(this);
    }
    StringBuilder rest = new StringBuilder();
    int done = 0;
    for (Requirement requirement : present) {
      rest.append(text, done, requirement.line().start());
      done = requirement.line().end();
    }
    rest.append(text, done, text.length());
    boolean firstIsGone = present.get(0).line().start() == 0;
    if (firstIsGone && rest.indexOf(String.valueOf(PythonText.BYTE_ORDER_MARK)) == 0) {
      throw new PackageConflictException(
          "Package %s is in the first line, and the next line to stay starts with U+FEFF, which"
                  .formatted(name)
              + " would be taken for a byte order mark. Edit the file itself.");
    }
    return new RequirementsChange(parse(rest.toString()), true, false);
  }

  private List<Requirement> requirementsOf(PackageName name) {
    return requirements.stream().filter(requirement -> requirement.name().equals(name)).toList();
  }

  private String toAppend(String line) {
    String lineBreak = dominantLineBreak();
    String before = "";
    if (!text.isEmpty() && !physicalLines.isEmpty()) {
      char last = text.charAt(text.length() - 1);
      if (last != '\n' && last != '\r') {
        before = lineBreak;
      }
      if (LogicalLine.isOpenAtEnd(text, physicalLines)) {
        // a blank line ends a continuation; \n right behind a lone \r would be none
        boolean fuses = last == '\r' && lineBreak.equals("\n");
        before += fuses ? "\r\n" : lineBreak;
      }
    }
    return before + line + lineBreak;
  }

  private String dominantLineBreak() {
    int unix = 0;
    int windows = 0;
    int mac = 0;
    for (PhysicalLine line : physicalLines) {
      if (line.next() - line.end() == 2) {
        windows++;
      } else if (text.startsWith("\n", line.end())) {
        unix++;
      } else if (text.startsWith("\r", line.end())) {
        mac++;
      }
    }
    if (unix >= windows && unix >= mac) {
      return "\n";
    }
    return windows >= mac ? "\r\n" : "\r";
  }
}
