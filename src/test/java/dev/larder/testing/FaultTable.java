package dev.larder.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Prints the figures of all tests under faults as one table: {@code ./mvnw -Pfaults}. */
final class FaultTable {

  private FaultTable() {}

  /** Prints what {@link FaultFigures} has kept, in the order of the names. */
  public static void main(String[] arguments) throws IOException {
    System.out.print(table(FaultFigures.DIRECTORY));
  }

  static String table(Path directory) throws IOException {
    StringBuilder text = new StringBuilder("\nFigures under faults\n");
    for (Path file : files(directory)) {
      String name = file.getFileName().toString().replace(FaultFigures.SUFFIX, "");
      text.append('\n').append(name).append('\n');
      List<String> lines = Files.readAllLines(file);
      int width = lines.stream().mapToInt(line -> line.indexOf('=')).max().orElse(0);
      for (String line : lines) {
        int split = line.indexOf('=');
        text.append("  ")
            .append(line, 0, split)
            .append(" ".repeat(width - split + 2))
            .append(line.substring(split + 1))
            .append('\n');
      }
    }
    return text.append('\n').toString();
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(directory)) {
      return found.filter(file -> file.toString().endsWith(FaultFigures.SUFFIX)).sorted().toList();
    }
  }
}
