package dev.larder.http.jaxrs;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path template as JAX-RS matches it (Jakarta RESTful Web Services 3.1, section 3.7.3), to know
 * without a request which endpoint a URI belongs to. Immutable.
 */
final class PathPattern {

  /** The one that JAX-RS prefers first (section 3.7.2). */
  static final Comparator<PathPattern> PREFERRED =
      Comparator.<PathPattern>comparingInt(each -> each.literals)
          .thenComparingInt(each -> each.names.size())
          .thenComparingInt(each -> each.expressions)
          .reversed();

  private final String template;
  private final Pattern pattern;
  private final List<String> names = new ArrayList<>();
  private int literals;
  private int expressions;

  /**
   * Reads a template.
   *
   * @param template such as {@code /products/{id: [0-9]+}}; one that JAX-RS has accepted
   */
  PathPattern(String template) {
    this.template = template;
    StringBuilder regex = new StringBuilder();
    int from = 0;
    for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', from)) {
      literal(template.substring(from, open), regex);
      int close = closing(template, open);
      String[] parts = template.substring(open + 1, close).split(":", 2);
      regex.append("(?<p").append(names.size()).append('>');
      regex.append(parts.length == 2 ? parts[1].strip() : "[^/]+?").append(')');
      expressions += parts.length - 1;
      names.add(parts[0].strip());
      from = close + 1;
    }
    String rest = template.substring(from);
    literal(rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest, regex);
    pattern = Pattern.compile(regex.append("/?").toString());
  }

  private void literal(String text, StringBuilder regex) {
    literals += text.length();
    regex.append(Pattern.quote(text));
  }

  /** Returns where the brace closes that opens here; an expression may have some of its own. */
  private static int closing(String template, int open) {
    int depth = 0;
    for (int i = open; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("a { has no } in " + template);
  }

  /**
   * Returns the decoded path parameters of a path; empty when it does not match.
   *
   * @param path a raw path below the application's, with valid percent-encodings
   */
  Optional<Map<String, List<String>>> match(String path) {
    Matcher matcher = pattern.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      // Of several with one name, the last path segment comes first.
      parameters
          .computeIfAbsent(names.get(i), name -> new ArrayList<>())
          .add(0, decoded(matcher.group("p" + i)));
    }
    return Optional.of(parameters);
  }

  private static String decoded(String raw) {
    return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PathPattern that && template.equals(that.template);
  }

  @Override
  public int hashCode() {
    return template.hashCode();
  }
}
