package dev.larder.http.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The conformance suite as npm installs it, in the version that the lock file pins. */
final class Suite {

  private static final Path SOURCE = Path.of("src", "test", "conformance").toAbsolutePath();
  private static final Path FOLDER = Path.of("target", "conformance").toAbsolutePath();
  private static final Path SUITE = FOLDER.resolve("node_modules").resolve("http-cache-tests");
  private static final Duration INSTALL = Duration.ofMinutes(5);
  private static final Duration RUN = Duration.ofMinutes(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path node;

  private Suite(Path node) {
    this.node = node;
  }

  /** Installs the suite below {@code target}, unless an earlier run did. */
  static Suite install(Path node, Path npm) {
    try {
      Files.createDirectories(FOLDER);
      // npm writes this file when all is installed.
      Path installed = FOLDER.resolve("node_modules").resolve(".package-lock.json");
      Path lock = FOLDER.resolve("package-lock.json");
      Path wantedLock = SOURCE.resolve("package-lock.json");
      if (!Files.exists(installed) || Files.mismatch(lock, wantedLock) >= 0) {
        for (String file : List.of("package.json", "package-lock.json")) {
          Files.copy(
              SOURCE.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Command.run(
            FOLDER,
            INSTALL,
            Map.of(),
            List.of(npm.toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
      }
      return new Suite(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tests that the suite's command line client runs, by their ids in the suite's order. */
  Map<String, SuiteTest> tests() {
    String printed =
        Command.run(
            SUITE,
            INSTALL,
            Map.of(),
            List.of(node.toString(), SOURCE.resolve("tests.mjs").toString()));
    Map<String, SuiteTest> tests = new LinkedHashMap<>();
    read(printed, new TypeReference<List<SuiteTest>>() {})
        .forEach(test -> tests.put(test.id(), test));
    return tests;
  }

  /**
   * Runs the suite.
   *
   * @param base without a slash at its end
   * @return the results by the ids of the tests: {@code true}, or a kind of error and a message
   */
  Map<String, JsonNode> run(URI base) {
    Map<String, String> environment =
        Map.of(
            "npm_config_base", base.toString(),
            // Empty, not absent, means all.
            "npm_config_id", "",
            "npm_package_config_id", "");
    String printed =
        Command.run(
            SUITE,
            RUN,
            environment,
            List.of(node.toString(), "--no-warnings", SUITE.resolve("cli.mjs").toString()));
    return read(printed, new TypeReference<Map<String, JsonNode>>() {});
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not what the suite was to print:\n" + json, e);
    }
  }
}
