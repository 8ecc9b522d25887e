package dev.larder.requirements;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One option of a logical line, such as {@code --hash=sha256:…}, as Python's {@code optparse}
 * understands it for pip: long names may be shortened, values follow {@code =} or a space.
 *
 * @param name the long name without dashes; empty for a word that is no option known to pip
 * @param value its value, empty if it takes none; the word itself if it is no option
 * @param start where it starts in the line's content
 * @param end where it, and its value, end
 */
record LineOption(String name, String value, int start, int end) {

  private static final Map<String, Boolean> TAKES_VALUE = new TreeMap<>();
  private static final Map<Character, String> SHORT =
      Map.of(
          'i', "index-url",
          'c', "constraint",
          'r', "requirement",
          'e', "editable",
          'f', "find-links",
          'C', "config-settings");

  static {
    for (String name :
        List.of(
            "index-url",
            "pypi-url",
            "extra-index-url",
            "constraint",
            "requirement",
            "editable",
            "find-links",
            "no-binary",
            "only-binary",
            "trusted-host",
            "use-feature",
            "global-option",
            "hash",
            "config-settings")) {
      TAKES_VALUE.put(name, true);
    }
    for (String name : List.of("no-index", "prefer-binary", "require-hashes", "pre")) {
      TAKES_VALUE.put(name, false);
    }
  }

  /** The options in a content from {@code from} on; none if its quotes cannot be read. */
  static List<LineOption> parse(String content, int from) {
    List<ShellWord> words = ShellWord.split(content, from);
    List<LineOption> options = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      ShellWord word = words.get(i);
      String text = word.value();
      boolean isLong = text.startsWith("--") && text.length() > 2;
      int equals = isLong ? text.indexOf('=') : -1;
      String name = isLong ? longName(text.substring(2, equals < 0 ? text.length() : equals)) : "";
      String value = equals < 0 ? null : text.substring(equals + 1);
      if (!isLong && text.length() > 1 && text.charAt(0) == '-') {
        name = SHORT.getOrDefault(text.charAt(1), "");
        value = text.length() > 2 ? text.substring(2) : null;
      }
      int end = word.end();
      if (value == null && TAKES_VALUE.getOrDefault(name, false) && i + 1 < words.size()) {
        i++;
        value = words.get(i).value();
        end = words.get(i).end();
      }
      if (name.isEmpty()) {
        value = text;
      }
      options.add(new LineOption(name, value == null ? "" : value, word.start(), end));
    }
    return options;
  }

  private static String longName(String written) {
    if (TAKES_VALUE.containsKey(written)) {
      return written;
    }
    String found = null;
    for (String name : TAKES_VALUE.keySet()) {
      if (name.startsWith(written)) {
        if (found != null) {
          return "";
        }
        found = name;
      }
    }
    return found == null ? "" : found;
  }

  boolean isHash() {
    return name.equals("hash");
  }

  /** Name and value, to compare by. */
  String named() {
    return name + '=' + value;
  }

  /** The value of the first {@code --editable}; null if there is none. */
  static @Nullable String firstEditable(List<LineOption> options) {
    for (LineOption option : options) {
      if (option.name.equals("editable")) {
        return option.value;
      }
    }
    return null;
  }
}
