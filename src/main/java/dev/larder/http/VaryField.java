package dev.larder.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * What {@code Vary} says (RFC 9110, section 12.5.5). Immutable.
 *
 * @param any whether the response is selected by more than request fields, so that it matches no
 *     later request: {@code *} in any place, or something that is no field name
 * @param names the request fields that select the response: in lower case, each once, in
 *     alphabetical order
 */
record VaryField(boolean any, List<String> names) {

  /** Nothing selects the response. */
  static final VaryField NONE = new VaryField(false, List.of());

  VaryField {
    names = List.copyOf(names);
  }

  /** Reads all lines of the field. */
  static VaryField parse(List<String> lines) {
    if (lines.isEmpty()) {
      return NONE;
    }
    boolean any = false;
    List<String> names = new ArrayList<>();
    for (String line : lines) {
      for (String member : line.split(",", -1)) {
        String name = Syntax.lower(Syntax.trim(member));
        if (name.equals("*") || !(name.isEmpty() || Syntax.isToken(name))) {
          any = true;
        } else if (!name.isEmpty()) {
          names.add(name);
        }
      }
    }
    return new VaryField(any, sorted(names));
  }

  /** Returns this with further names, given in lower case. */
  VaryField and(Collection<String> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<String> all = new ArrayList<>(names);
    all.addAll(more);
    return new VaryField(any, sorted(all));
  }

  private static List<String> sorted(Collection<String> names) {
    return List.copyOf(new TreeSet<>(names));
  }
}
