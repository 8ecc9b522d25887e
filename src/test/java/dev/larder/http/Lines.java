package dev.larder.http;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of a field as they are written in the tables of tests. */
final class Lines {

  private Lines() {}

  /** Returns the lines of a text in which a return sign separates them; none for {@code (none)}. */
  static List<String> of(String text) {
    return text.equals("(none)") ? List.of() : Arrays.asList(text.split("⏎", -1));
  }

  /** Returns fields written as {@code Name: value ⏎ Name: value}. */
  static HeaderFields fields(String text) {
    return HeaderFields.of(
        of(text).stream()
            .map(
                line -> {
                  int colon = line.indexOf(':');
                  return new HeaderFields.Field(
                      line.substring(0, colon).trim(), line.substring(colon + 1).trim());
                })
            .toList());
  }

  /** Returns fields in the form that {@link #fields} reads. */
  static String text(HeaderFields fields) {
    return fields.lines().stream()
        .map(field -> field.name() + ": " + field.value())
        .collect(Collectors.joining(" ⏎ "));
  }
}
