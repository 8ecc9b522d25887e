package dev.larder.http.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.testing.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The conformance suite as npm installs it, in the version that the lock file pins, with what
 * {@code src/test/conformance/revisions.mjs} says of its tests.
 */
final class Suite {

  private static final Path SOURCE = Path.of("src", "test", "conformance").toAbsolutePath();
  private static final Path FOLDER = Path.of("target", "conformance").toAbsolutePath();
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
      copy("revisions.mjs", "tests.mjs", "list.mjs", "run.mjs");
      // npm writes this file when all is installed.
      Path installed = FOLDER.resolve("node_modules").resolve(".package-lock.json");
      Path lock = FOLDER.resolve("package-lock.json");
      Path wantedLock = SOURCE.resolve("package-lock.json");
      if (!Files.exists(installed) || Files.mismatch(lock, wantedLock) >= 0) {
        copy("package.json", "package-lock.json");
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

  /** The tests by their ids, in the suite's order. */
  Map<String, SuiteTest> tests() {
    Map<String, SuiteTest> tests = new LinkedHashMap<>();
    read(node(List.of("list.mjs")), new TypeReference<List<SuiteTest>>() {})
        .forEach(test -> tests.put(test.id(), test));
    return tests;
  }

  /**
   * Runs tests.
   *
   * @param base without a slash at its end
   * @param ids the tests; none means all
   * @return the results by the ids of the tests: {@code true}, or a kind of error and a message
   */
  Map<String, JsonNode> run(URI base, Collection<String> ids) {
    List<String> arguments = new ArrayList<>(List.of("run.mjs", base.toString()));
    arguments.addAll(ids);
    return read(node(arguments), new TypeReference<Map<String, JsonNode>>() {});
  }

  private String node(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(node.toString(), "--no-warnings"));
    command.addAll(arguments);
    return Command.run(FOLDER, RUN, Map.of(), command);
  }

  private static void copy(String... files) throws IOException {
    for (String file : files) {
      Files.copy(SOURCE.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not what the suite was to print:\n" + json, e);
    }
  }
}
