package dev.larder.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The table feature × server in {@code docs/servers.md}, each column made by a test run there. */
final class FeatureTable {

  static final Path PAGE = Path.of("docs", "servers.md");

  private static final String BEGIN = "<!-- made by test runs: begin -->";
  private static final String END = "<!-- made by test runs: end -->";
  private static final String NOT_RUN = "not run";

  private FeatureTable() {}

  /** What the tests of one feature came to. */
  record Count(int passed, int failed) {

    Count plus(Count other) {
      return new Count(passed + other.passed, failed + other.failed);
    }

    String cell() {
      if (failed > 0) {
        return "**" + failed + " failed**, " + passed + " passed";
      }
      return passed > 0 ? passed + " passed" : "left out";
    }
  }

  /** What the page says now: cells by feature, in the order of {@link ServerKind}. */
  static SortedMap<String, List<String>> rows() {
    return rows(page());
  }

  private static SortedMap<String, List<String>> rows(String page) {
    SortedMap<String, List<String>> rows = new TreeMap<>();
    made(page)
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| Feature |"))
        .map(line -> line.substring(2, line.length() - 2).split(" \\| ", -1))
        .forEach(cells -> rows.put(cells[0], List.of(cells).subList(1, cells.length)));
    return rows;
  }

  /** Replaces the column of a server, as far as there are counts, and what was left out on it. */
  static void update(
      ServerKind server, SortedMap<String, Count> counts, SortedMap<String, String> leftOut) {
    String page = page();
    SortedMap<String, List<String>> rows = rows(page);
    counts.forEach(
        (feature, count) -> {
          List<String> cells =
              new ArrayList<>(rows.getOrDefault(feature, List.of(NOT_RUN, NOT_RUN, NOT_RUN)));
          cells.set(server.ordinal(), count.cell());
          rows.put(feature, cells);
        });
    StringBuilder made = new StringBuilder();
    made.append("| Feature |");
    for (ServerKind kind : ServerKind.values()) {
      made.append(' ').append(kind.title()).append(" |");
    }
    made.append("\n|---|---|---|---|\n");
    rows.forEach(
        (feature, cells) ->
            made.append("| ")
                .append(feature)
                .append(" | ")
                .append(String.join(" | ", cells))
                .append(" |\n"));
    made.append("\nLeft out, and why:\n\n");
    SortedMap<String, String> reasons = new TreeMap<>();
    String own = "- " + server.title() + ", ";
    made(page)
        .lines()
        .filter(line -> line.startsWith("- ") && !line.startsWith(own))
        .forEach(line -> reasons.put(line, ""));
    for (Map.Entry<String, String> each : leftOut.entrySet()) {
      reasons.put(own + "`" + each.getKey() + "`: " + each.getValue() + ".", "");
    }
    reasons.keySet().forEach(line -> made.append(line).append('\n'));
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    write(page.substring(0, begin) + "\n\n" + made + "\n" + page.substring(page.indexOf(END)));
  }

  /** The part of the page that test runs make. */
  static String made(String page) {
    return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
  }

  static String page() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String page) {
    try {
      Files.writeString(PAGE, page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
