package dev.larder.http.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A checked-in list of tests with the reason why each of them is in it. */
final class KnownFailures {

  private KnownFailures() {}

  /** Reads lines of an id, white space and a reason; {@code #} begins a comment line. */
  static Map<String, String> read(String name) {
    Path file = Path.of("src", "test", "conformance", name);
    Map<String, String> reasons = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        String[] parts = line.strip().split("\\s+", 2);
        if (parts.length < 2 || reasons.put(parts[0], parts[1]) != null) {
          throw new IllegalStateException(file + ": without a reason, or twice: " + line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reasons;
  }
}
