package dev.larder.requirements;

import java.util.ArrayList;
import java.util.List;

/**
 * A change of one requirement in place: conditions on the version, further extras, hashes that are
 * no longer right. It is made twice, on the line's content and on the file's text, so that the
 * result can be checked by reading the file again.
 */
final class LineEdit {

  private final String text;
  private final Requirement.Indexed requirement;
  private final List<Splice> splices = new ArrayList<>();
  private boolean hashesDropped;

  private LineEdit(String text, Requirement.Indexed requirement) {
    this.text = text;
    this.requirement = requirement;
  }

  /** Takes out {@code [start, end)} of a content and puts the replacement there. */
  private record Splice(int start, int end, String replacement) {}

  /** The edit that makes a requirement of a text say what is asked for. */
  static LineEdit toSatisfy(PackageSpec spec, Requirement.Indexed requirement, String text) {
    LineEdit edit = new LineEdit(text, requirement);
    edit.addExtras(requirement.missingExtras(spec));
    if (!spec.version().isAny() && !spec.version().sameAs(requirement.version())) {
      edit.replaceVersion(spec.version().text());
      edit.dropHashes();
    }
    return edit;
  }

  private void replaceVersion(String version) {
    String content = requirement.line().content();
    int end = requirement.versionEnd();
    boolean inParentheses = end < content.length() && content.charAt(end) == ')';
    // older versions of pip take what follows === up to the next white space as its version
    String space = inParentheses && version.startsWith("===") ? " " : "";
    splices.add(new Splice(requirement.versionStart(), end, version + space));
  }

  private void addExtras(List<String> missing) {
    if (missing.isEmpty()) {
      return;
    }
    String joined = String.join(",", missing);
    int close = requirement.extrasClose();
    if (close < 0) {
      splices.add(new Splice(requirement.nameEnd(), requirement.nameEnd(), "[" + joined + "]"));
    } else {
      String comma = requirement.extras().isEmpty() ? "" : ",";
      splices.add(new Splice(close, close, comma + joined));
    }
  }

  private void dropHashes() {
    int previousEnd = requirement.end();
    for (LineOption option : requirement.options()) {
      if (option.isHash()) {
        splices.add(new Splice(previousEnd, option.end(), ""));
        hashesDropped = true;
      }
      previousEnd = option.end();
    }
  }

  boolean hashesDropped() {
    return hashesDropped;
  }

  /**
   * Whether a file is what this edit was to make of the former one. Backslashes, tabs and stray
   * words in odd places can give the rest of a line another meaning once its neighbour is gone:
   * rather than to know each such place, the result is read and compared with what was meant.
   *
   * @param before the logical lines of the former file
   */
  boolean isWhatWasMeant(List<LogicalLine> before, RequirementsFile result) {
    List<String> expected = new ArrayList<>();
    int at = -1;
    for (LogicalLine line : before) {
      if (line == requirement.line()) {
        at = expected.size();
      }
      expected.add(
          line == requirement.line() ? expectedContent(line.content().length()) : line.content());
    }
    List<LogicalLine> lines = result.logicalLines();
    return lines.stream().map(LogicalLine::content).toList().equals(expected)
        && RequirementReader.read(lines.get(at)) instanceof Requirement.Indexed edited
        && edited.requirementText().equals(expectedContent(requirement.end()))
        && edited.options().stream().map(LineOption::named).toList().equals(expectedOptions());
  }

  /** The first {@code end} characters of the line's content as they must be afterwards. */
  private String expectedContent(int end) {
    String content = requirement.line().content();
    StringBuilder result = new StringBuilder();
    int done = 0;
    for (Splice splice : splices) {
      if (splice.end() <= end) {
        result.append(content, done, splice.start()).append(splice.replacement());
        done = splice.end();
      }
    }
    return PythonText.strip(result.append(content, done, end).toString());
  }

  private List<String> expectedOptions() {
    return requirement.options().stream()
        .filter(option -> !(hashesDropped && option.isHash()))
        .map(LineOption::named)
        .toList();
  }

  /** The file's text afterwards. */
  String apply() {
    StringBuilder result = new StringBuilder();
    int done = 0;
    for (Splice splice : splices) {
      result.append(text, done, sourceStart(splice)).append(splice.replacement());
      done = sourceEnd(splice);
    }
    return result.append(text, done, text.length()).toString();
  }

  /** Right behind the character before it, so that a continuation in between goes as well. */
  private int sourceStart(Splice splice) {
    LogicalLine line = requirement.line();
    boolean replaces = splice.end() > splice.start() && !splice.replacement().isEmpty();
    return replaces ? line.sourceOf(splice.start()) : line.sourceOf(splice.start() - 1) + 1;
  }

  private int sourceEnd(Splice splice) {
    if (splice.end() == splice.start()) {
      return sourceStart(splice);
    }
    LogicalLine line = requirement.line();
    int end = line.sourceOf(splice.end() - 1) + 1;
    boolean atLineEnd = splice.end() == line.content().length();
    return atLineEnd && splice.replacement().isEmpty() ? afterContinuation(end) : end;
  }

  /** Behind the backslash, if one follows that has nothing left to continue to. */
  private int afterContinuation(int from) {
    int backslash = from;
    while (backslash < text.length()
        && (text.charAt(backslash) == ' ' || text.charAt(backslash) == '\t')) {
      backslash++;
    }
    int end = backslash;
    while (end < text.length() && text.charAt(end) == '\\') {
      end++;
    }
    boolean atBreak = end == text.length() || PythonText.isLineBreak(text.charAt(end));
    return end > backslash && atBreak ? end : from;
  }
}
