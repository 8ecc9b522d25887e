package dev.larder.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What tests under faults have measured: printed, and kept below {@code target/faults} for the
 * table that {@link FaultTable} prints at the end.
 */
public final class FaultFigures {

  static final Path DIRECTORY = Path.of("target", "faults");
  static final String SUFFIX = ".txt";

  private FaultFigures() {}

  /**
   * Records the figures of one test, in place of those that an earlier run recorded.
   *
   * @param name of the test in the table, such as {@code outage-killed}: small letters, digits and
   *     dashes
   * @param figures names and values in turn, such as {@code "rounds", 1000, "revived", 0}
   */
  public static void record(String name, Object... figures) {
    if (!name.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException("not a name of figures: " + name);
    }
    if (figures.length == 0 || figures.length % 2 != 0) {
      throw new IllegalArgumentException("figures are names and values in turn");
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < figures.length; i += 2) {
      String line = figures[i] + "=" + figures[i + 1];
      if (line.lines().count() != 1 || line.startsWith("=")) {
        throw new IllegalArgumentException("not a figure: " + line);
      }
      lines.add(line);
    }
    System.out.println(name + ": " + String.join(" ", lines));
    try {
      Files.createDirectories(DIRECTORY);
      Files.write(DIRECTORY.resolve(name + SUFFIX), lines);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the figures of " + name, e);
    }
  }
}
