package dev.larder.http.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How often the resources ran for an id, and what they saw.
 *
 * @param count all runs
 * @param inside those that go on now
 * @param most as many as ever went on at one time
 * @param calls the first ones
 */
record Runs(int count, int inside, int most, List<Call> calls) {

  /**
   * A request as the resource saw it.
   *
   * @param lines each {@code name: value}
   */
  record Call(String method, List<String> lines) {
    /** The values of a field in their order. */
    List<String> headers(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return lines.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .toList();
    }
  }

  static Runs parse(String report) {
    List<String> lines = report.lines().toList();
    String[] numbers = lines.get(0).split("[ =]");
    List<Call> calls = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith("> ")) {
        calls.add(new Call(line.substring(2), new ArrayList<>()));
      } else {
        calls.get(calls.size() - 1).lines().add(line);
      }
    }
    return new Runs(
        Integer.parseInt(numbers[1]),
        Integer.parseInt(numbers[3]),
        Integer.parseInt(numbers[5]),
        calls);
  }

  /** The last recorded call. */
  Call last() {
    return calls.get(calls.size() - 1);
  }
}
