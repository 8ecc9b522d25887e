package dev.larder.http;

import dev.larder.http.StoredResponse.Selecting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The values by which a request selects among the responses of a URI (RFC 9111, section 4.1). Two
 * requests select the same when their values are equal.
 *
 * <p>Values are normalised only as far as no recipient may tell the difference: several lines of a
 * field are one list, white space around commas goes, and other runs of it, folded lines included,
 * are one space; what stands in a quoted string stays. Languages, codings and character sets have
 * no letter case. The order of list members stays, since resources may take it for a preference.
 */
public final class Selection {

  private static final Set<String> CASELESS =
      Set.of("accept-charset", "accept-encoding", "accept-language");

  private Selection() {}

  /**
   * Returns the normalised values of some fields of a request.
   *
   * @param names field names in lower case, in any order
   * @return one for each different name in alphabetical order; its value is null when the request
   *     has no such field
   */
  public static List<Selecting> of(Collection<String> names, HeaderFields request) {
    if (names.isEmpty()) {
      return List.of();
    }
    List<Selecting> selecting = new ArrayList<>(names.size());
    for (String name : new TreeSet<>(names)) {
      List<String> lines = request.values(name);
      selecting.add(new Selecting(name, lines.isEmpty() ? null : normalised(name, lines)));
    }
    return List.copyOf(selecting);
  }

  private static String normalised(String name, List<String> lines) {
    String value = normalised(String.join(",", lines));
    return CASELESS.contains(name) ? Syntax.lower(value) : value;
  }

  private static String normalised(String value) {
    StringBuilder text = new StringBuilder(value.length());
    boolean quoted = false;
    boolean escaped = false;
    boolean space = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!quoted && isWhiteSpace(c)) {
        space = true;
        continue;
      }
      if (space && c != ',' && text.length() > 0 && text.charAt(text.length() - 1) != ',') {
        text.append(' ');
      }
      space = false;
      text.append(c);
      if (c == '"' && !escaped) {
        quoted = !quoted;
      }
      escaped = quoted && c == '\\' && !escaped;
    }
    return text.toString();
  }

  private static boolean isWhiteSpace(char c) {
    return Syntax.isSpace(c) || c == '\r' || c == '\n';
  }
}
