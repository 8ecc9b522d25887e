package dev.larder.requirements;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the packages of the row may be, from what processes have said: a change that was
 * acknowledged has its effect; one that was begun, and whose process was killed, has it or not.
 * Each name is changed by one thread at a time. Thread-safe.
 */
final class ExpectedPackages {

  /** The version of a package that is not there. */
  static final String ABSENT = "-";

  private static final String BASE = "# base";

  private final Map<String, String> settled = new HashMap<>();
  private final Map<String, String> begun = new HashMap<>();
  private final List<String> failures = new ArrayList<>();
  private int acknowledged;
  private int conflicts;

  static String initialContent() {
    return BASE + "\n";
  }

  synchronized void tried(String name, String version) {
    begun.put(name, version);
  }

  synchronized void acknowledged(String name, String version) {
    acknowledged++;
    begun.remove(name);
    settled.put(name, version);
  }

  synchronized void refused(String name) {
    conflicts++;
    begun.remove(name);
  }

  synchronized void failed(String message) {
    failures.add(message);
  }

  synchronized int acknowledged() {
    return acknowledged;
  }

  synchronized int conflicts() {
    return conflicts;
  }

  /**
   * Compares a row that nobody changes now, and takes it for what is settled.
   *
   * @return what is not as it should be
   */
  synchronized List<String> compare(String content) {
    List<String> wrong = new ArrayList<>(failures);
    failures.clear();
    Map<String, String> found = new HashMap<>();
    for (String line : content.lines().filter(each -> !each.equals(BASE)).toList()) {
      String[] parts = line.split("==", 2);
      if (parts.length < 2 || found.put(parts[0], parts[1]) != null) {
        wrong.add("the line " + line);
      }
    }
    Set<String> names = new TreeSet<>(settled.keySet());
    names.addAll(begun.keySet());
    names.addAll(found.keySet());
    for (String name : names) {
      String version = found.getOrDefault(name, ABSENT);
      String before = settled.getOrDefault(name, ABSENT);
      if (!version.equals(before) && !version.equals(begun.get(name))) {
        wrong.add(
            name + " is " + version + ", acknowledged is " + before + ", begun " + begun.get(name));
      }
      settled.put(name, version);
    }
    begun.clear();
    return wrong;
  }
}
