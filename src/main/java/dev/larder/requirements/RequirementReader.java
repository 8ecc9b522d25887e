package dev.larder.requirements;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the requirement out of a logical line as pip does ({@code break_args_options} in {@code
 * req_file.py}, {@code parse_req_from_line} and {@code parse_editable} in {@code constructors.py}),
 * without looking at files and environment variables.
 *
 * @see <a href="https://pip.pypa.io/en/stable/reference/requirements-file-format/">Requirements
 *     File Format</a>
 */
final class RequirementReader {

  private static final Set<String> SCHEMES = Set.of("http", "https", "file", "ftp");
  private static final Set<String> VCS = Set.of("git", "hg", "svn", "bzr");

  /** What may follow a name in an attempt at a requirement that went wrong. */
  private static final String NEAR_MISSES = "=<>!~([;,@-$";

  private final LogicalLine line;
  private final String content;

  private RequirementReader(LogicalLine line) {
    this.line = line;
    this.content = line.content();
  }

  /** The requirement in a line; null for an option, or one whose package's name is not said. */
  static @Nullable Requirement read(LogicalLine line) {
    return new RequirementReader(line).read();
  }

  private @Nullable Requirement read() {
    int options = startOfOptions();
    if (options == 0) {
      return editable();
    }
    int end = PythonText.trimEnd(content, 0, options);
    // the one space before the options is theirs; another one may end a "; " without a marker
    String words = content.substring(0, options < content.length() ? options - 1 : options);
    if (isUrl(words)) {
      int url = PythonText.trimEnd(content, 0, before(words.indexOf("; "), end));
      return fixed(packageOfUrl(content.substring(0, url)), Requirement.Form.URL);
    }
    int marker = before(content.indexOf(';'), end);
    String requirement = content.substring(0, PythonText.trimEnd(content, 0, marker));
    if (isFile(requirement)) {
      return fixed(ArchiveNames.packageOfWheel(withoutExtras(requirement)), Requirement.Form.URL);
    }
    return named(marker, end);
  }

  private static int before(int index, int end) {
    return index < 0 ? end : Math.min(index, end);
  }

  /** Options start at the first dash at the start of a word; words end at spaces, not tabs. */
  private int startOfOptions() {
    if (content.startsWith("-")) {
      return 0;
    }
    int dash = content.indexOf(" -");
    return dash < 0 ? content.length() : dash + 1;
  }

  private @Nullable Requirement editable() {
    String editable = LineOption.firstEditable(LineOption.parse(content, 0));
    if (editable == null) {
      return null;
    }
    PackageName name = packageOfUrl(editable);
    if (name == null) {
      // newer versions of pip take "name @ url" here
      int nameEnd = PackageName.endOf(editable, 0);
      int at = editable.indexOf('@');
      boolean direct = at > 0 && PythonText.trimEnd(editable, nameEnd, at) == nameEnd;
      name = direct ? PackageName.atStartOf(editable) : null;
    }
    return fixed(name, Requirement.Form.EDITABLE);
  }

  private @Nullable Requirement fixed(@Nullable PackageName name, Requirement.Form form) {
    return name == null ? null : new Requirement.Fixed(name, line, form);
  }

  private static boolean isUrl(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return false;
    }
    String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
    int plus = scheme.indexOf('+');
    return SCHEMES.contains(scheme) || (plus > 0 && VCS.contains(scheme.substring(0, plus)));
  }

  /** A wheel says its package's name itself; anything else only in {@code #egg=}. */
  private static @Nullable PackageName packageOfUrl(String url) {
    int fragment = url.indexOf('#');
    String path = fragment < 0 ? url : url.substring(0, fragment);
    int query = path.indexOf('?');
    PackageName wheel = ArchiveNames.packageOfWheel(query < 0 ? path : path.substring(0, query));
    if (wheel != null) {
      return wheel;
    }
    for (int egg = url.indexOf("egg="); egg > 0; egg = url.indexOf("egg=", egg + 1)) {
      char before = url.charAt(egg - 1);
      if (before == '#' || before == '&') {
        int nameStart = egg + "egg=".length();
        int nameEnd = PackageName.endOf(url, nameStart);
        return PackageName.atStartOf(url.substring(nameStart, nameEnd));
      }
    }
    return null;
  }

  private static boolean isFile(String requirement) {
    int at = requirement.indexOf('@');
    boolean mayBeDirect =
        at >= 0 && requirement.lastIndexOf('/', at) < 0 && requirement.charAt(0) != '.';
    return ArchiveNames.isArchive(withoutExtras(requirement)) && !mayBeDirect;
  }

  private static String withoutExtras(String requirement) {
    int open = requirement.endsWith("]") ? requirement.lastIndexOf('[') : -1;
    boolean some = open > 0 && open < requirement.length() - 2;
    return some ? requirement.substring(0, PythonText.trimEnd(requirement, 0, open)) : requirement;
  }

  private @Nullable Requirement named(int marker, int end) {
    PackageName name = PackageName.atStartOf(content);
    if (name == null) {
      return null;
    }
    int nameEnd = name.text().length();
    int at = skipBlanks(nameEnd, marker);
    List<String> extras = new ArrayList<>();
    int extrasClose = -1;
    if (at < marker && content.charAt(at) == '[') {
      extrasClose = content.indexOf(']', at);
      if (extrasClose < 0 || extrasClose > marker || !readExtras(at + 1, extrasClose, extras)) {
        return fixed(name, Requirement.Form.UNREADABLE);
      }
      nameEnd = extrasClose + 1;
      at = skipBlanks(nameEnd, marker);
    }
    if (at < marker && content.charAt(at) == '@') {
      return fixed(name, Requirement.Form.URL);
    }
    int versionStart = at;
    int versionEnd = trimBlanks(at, marker);
    if (at < versionEnd && content.charAt(at) == '(' && content.charAt(versionEnd - 1) == ')') {
      versionStart = skipBlanks(at + 1, versionEnd - 1);
      versionEnd = trimBlanks(versionStart, versionEnd - 1);
    } else if (at >= versionEnd) {
      versionStart = nameEnd;
      versionEnd = nameEnd;
    }
    VersionSpecifier version = VersionSpecifier.read(content.substring(versionStart, versionEnd));
    if (version == null) {
      return nearMiss(name, at, nameEnd);
    }
    return new Requirement.Indexed(
        name,
        line,
        List.copyOf(extras),
        extrasClose,
        name.text().length(),
        version,
        versionStart,
        versionEnd,
        end,
        LineOption.parse(content, end));
  }

  /**
   * A line that pip refuses but that is about this package, such as {@code foo = 1}; {@code foo
   * bar} and {@code foo/bar} may be about anything.
   */
  private @Nullable Requirement nearMiss(PackageName name, int at, int nameEnd) {
    char next = content.charAt(at);
    boolean variable = next == '$' && at == nameEnd;
    boolean about = NEAR_MISSES.indexOf(next) >= 0 || PythonText.isSpace(next);
    return about && !variable ? fixed(name, Requirement.Form.UNREADABLE) : null;
  }

  private boolean readExtras(int from, int to, List<String> extras) {
    int at = skipBlanks(from, to);
    if (at == to) {
      return true;
    }
    while (true) {
      int end = PackageName.endOf(content, at);
      if (end == at) {
        return false;
      }
      extras.add(content.substring(at, end));
      at = skipBlanks(end, to);
      if (at == to) {
        return true;
      }
      if (content.charAt(at) != ',') {
        return false;
      }
      at = skipBlanks(at + 1, to);
    }
  }

  private int skipBlanks(int from, int to) {
    int at = from;
    while (at < to && isBlank(content.charAt(at))) {
      at++;
    }
    return at;
  }

  private int trimBlanks(int from, int to) {
    int end = to;
    while (end > from && isBlank(content.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
