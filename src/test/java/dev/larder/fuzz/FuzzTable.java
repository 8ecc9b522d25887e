package dev.larder.fuzz;

import dev.larder.testing.RawAnswer;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** How many requests came to what, by operation; and which took longest. Thread-safe. */
public final class FuzzTable {

  private static final int SLOWEST = 5;

  private record Slow(long millis, String what) {}

  private final Map<String, Map<String, Integer>> counts = new TreeMap<>();
  private final Map<String, Integer> statuses = new TreeMap<>();
  private final PriorityQueue<Slow> slowest =
      new PriorityQueue<>(Comparator.comparingLong(Slow::millis));

  /** Counts one. */
  public synchronized void add(Attempt attempt, Outcome outcome) {
    RawAnswer answer = outcome.answer();
    String kind = answer == null ? "closed" : answer.status() / 100 + "xx";
    counts
        .computeIfAbsent(attempt.operation(), unused -> new TreeMap<>())
        .merge(kind, 1, Integer::sum);
    statuses.merge(answer == null ? "closed" : Integer.toString(answer.status()), 1, Integer::sum);
    slowest.add(new Slow(outcome.millis(), attempt.toString()));
    if (slowest.size() > SLOWEST) {
      slowest.remove();
    }
  }

  /** How many requests had this status. */
  public synchronized int of(String status) {
    return statuses.getOrDefault(status, 0);
  }

  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder();
    row(text, "operation", "2xx", "3xx", "4xx", "5xx", "closed");
    Map<String, Integer> all = new TreeMap<>();
    counts.forEach(
        (operation, kinds) -> {
          row(text, operation, kinds);
          kinds.forEach((kind, count) -> all.merge(kind, count, Integer::sum));
        });
    row(text, "all", all);
    text.append("by status: ").append(statuses).append("\nslowest:\n");
    slowest.stream()
        .sorted(Comparator.comparingLong(Slow::millis).reversed())
        .forEach(
            slow ->
                text.append(
                    String.format(Locale.ROOT, "%7d ms  %s%n", slow.millis(), slow.what())));
    return text.toString();
  }

  private static void row(StringBuilder text, String operation, Map<String, Integer> kinds) {
    Object[] cells = new Object[6];
    cells[0] = operation;
    int at = 1;
    for (String kind : new String[] {"2xx", "3xx", "4xx", "5xx", "closed"}) {
      cells[at++] = kinds.getOrDefault(kind, 0);
    }
    row(text, cells);
  }

  private static void row(StringBuilder text, Object... cells) {
    text.append(String.format(Locale.ROOT, "%-20s %7s %7s %7s %7s %7s%n", cells));
  }
}
