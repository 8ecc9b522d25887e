package dev.larder.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A tag, or the path of a URI, with names of path parameters in braces: {@code product:{id}}.
 * Immutable.
 *
 * <p>Values are put in as they are given. For a tag they are the decoded ones, so that it is the
 * same tag however a client spells a path, and an application can name it by the values it knows.
 * For a path ({@link #isPath}) they are the raw ones, as they stand in a URI.
 */
public final class TagTemplate {

  private final String text;

  /** Literal texts and names by turns, beginning and ending with a literal. */
  private final List<String> pieces;

  private TagTemplate(String text, List<String> pieces) {
    this.text = text;
    this.pieces = pieces;
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException when it is empty, a brace has no partner, or what stands in
   *     braces is not the name of a path parameter
   */
  public static TagTemplate parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a tag is not empty");
    }
    List<String> pieces = new ArrayList<>();
    int from = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException("in '" + text + "' a { has no }");
      }
      String name = text.substring(open + 1, close).strip();
      if (!isName(name)) {
        throw new IllegalArgumentException(
            "in '" + text + "', '" + name + "' is not the name of a path parameter");
      }
      pieces.add(literal(text, from, open));
      pieces.add(name);
      from = close + 1;
    }
    pieces.add(literal(text, from, text.length()));
    return new TagTemplate(text, List.copyOf(pieces));
  }

  private static String literal(String text, int from, int to) {
    String literal = text.substring(from, to);
    if (literal.indexOf('}') >= 0) {
      throw new IllegalArgumentException("in '" + text + "' a } has no {");
    }
    return literal;
  }

  /** The names that JAX-RS allows in a path template. */
  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean word = Syntax.isAlpha(c) || Syntax.isDigit(c) || c == '_';
      if (!word && (i == 0 || (c != '-' && c != '.'))) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Returns the names of the path parameters that it needs. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 1; i < pieces.size(); i += 2) {
      names.add(pieces.get(i));
    }
    return names;
  }

  /** Returns whether it is the path of a URI, which begins with a slash. */
  public boolean isPath() {
    return text.startsWith("/");
  }

  /**
   * Returns the text with its parameters filled in.
   *
   * @param parameters the values of each path parameter; of several the first counts, as JAX-RS has
   *     the one of the last path segment first
   * @throws IllegalArgumentException when one has no value
   */
  public String expand(Map<String, ? extends List<String>> parameters) {
    if (pieces.size() == 1) {
      return text;
    }
    StringBuilder expanded = new StringBuilder(pieces.get(0));
    for (int i = 1; i < pieces.size(); i += 2) {
      List<String> values = parameters.get(pieces.get(i));
      if (values == null || values.isEmpty()) {
        throw new IllegalArgumentException(
            "'" + text + "' needs the path parameter '" + pieces.get(i) + "', which has no value");
      }
      expanded.append(values.get(0)).append(pieces.get(i + 1));
    }
    return expanded.toString();
  }

  /** Returns the template as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
