package dev.larder.http.directives;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path with parameters, reduced to what tells endpoints apart: the literal text and where
 * parameters stand. Names and regular expressions of parameters do not count, nor slashes at both
 * ends.
 *
 * @param shape the path without slashes at its ends, each parameter being {@code {}}
 * @param names the names of the parameters in their order
 */
record PathTemplate(String shape, List<String> names) {

  /** A parameter in a tag. */
  static final Pattern PARAMETER = Pattern.compile("\\{([^{}]*)}");

  /** Reads a template of JAX-RS; empty when a brace in it is not closed. */
  static Optional<PathTemplate> ofJaxRs(String path) {
    return parse(path, false);
  }

  /** Reads a path of a CodeAI file, where a parameter is {@code {id}} or {@code :id}. */
  static Optional<PathTemplate> ofFile(String path) {
    return parse(path, true);
  }

  /**
   * Returns a text in which parameters in braces have other names.
   *
   * @param others a name for each parameter of this template, in their order
   */
  String renamed(String text, List<String> others) {
    return PARAMETER
        .matcher(text)
        .replaceAll(
            found -> {
              int index = names.indexOf(found.group(1));
              String name = index < 0 ? found.group(1) : others.get(index);
              return Matcher.quoteReplacement("{" + name + "}");
            });
  }

  private static Optional<PathTemplate> parse(String path, boolean colons) {
    List<String> names = new ArrayList<>();
    StringBuilder shape = new StringBuilder();
    for (int at = 0; at < path.length(); ) {
      char c = path.charAt(at);
      boolean starts = at == 0 || path.charAt(at - 1) == '/';
      int end = at + 1;
      if (c == '{') {
        end = closing(path, at);
        if (end < 0) {
          return Optional.empty();
        }
        String inside = path.substring(at + 1, end - 1);
        int colon = inside.indexOf(':');
        names.add((colon < 0 ? inside : inside.substring(0, colon)).strip());
        shape.append("{}");
      } else if (colons && starts && c == ':' && segmentEnd(path, at) > at + 1) {
        end = segmentEnd(path, at);
        names.add(path.substring(at + 1, end));
        shape.append("{}");
      } else if (c != '/' || !starts) {
        shape.append(c);
      }
      at = end;
    }
    int length = shape.length();
    if (length > 0 && shape.charAt(length - 1) == '/') {
      shape.setLength(length - 1);
    }
    return Optional.of(new PathTemplate(shape.toString(), List.copyOf(names)));
  }

  private static int closing(String path, int open) {
    int depth = 0;
    for (int at = open; at < path.length(); at++) {
      char c = path.charAt(at);
      if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return at + 1;
      }
    }
    return -1;
  }

  private static int segmentEnd(String path, int from) {
    int slash = path.indexOf('/', from);
    return slash < 0 ? path.length() : slash;
  }
}
