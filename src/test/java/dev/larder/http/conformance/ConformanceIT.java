package dev.larder.http.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.testing.SampleServer;
import dev.larder.testing.SharedSample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The public conformance suite for HTTP caches (npm: http-cache-tests) against an application that
 * embeds Larder. Needs node and npm; without them it is skipped, but not in CI.
 */
@Tag("slow")
class ConformanceIT {

  @RegisterExtension static final SharedSample memory = SharedSample.memory();
  @RegisterExtension static final SharedSample redis = SharedSample.redis();

  private static Suite suite;

  @BeforeAll
  static void install() {
    Optional<Path> node = Command.find("node");
    Optional<Path> npm = Command.find("npm");
    if (node.isEmpty() || npm.isEmpty()) {
      String reason =
          "The conformance suite for HTTP caches was NOT run: no node or npm on the PATH.";
      System.err.println(reason);
      assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
      Assumptions.abort(reason);
    }
    suite = Suite.install(node.orElseThrow(), npm.orElseThrow());
  }

  @Test
  void theCacheInMemoryMeetsWhatTheSuiteRequires() {
    run("memory", memory.server());
  }

  @Test
  void theCacheInRedisMeetsWhatTheSuiteRequires() {
    run("Redis", redis.server());
  }

  private static void run(String store, SampleServer server) {
    Map<String, SuiteTest> tests = suite.tests();
    Map<String, JsonNode> results = suite.run(server.url().resolve("api/conformance"));
    Report report = new Report(tests, results);
    System.out.println("HTTP cache conformance, store: " + store + "\n" + report.text());
    Map<String, String> known = KnownFailures.read("known-failures.txt");
    List<String> worse = new ArrayList<>();
    report
        .notPassed()
        .forEach(
            (id, line) -> {
              if (!known.containsKey(id)) {
                worse.add(line);
              }
            });
    assertThat(worse).as("tests that failed and are not known to").isEmpty();
    assertThat(known.keySet())
        .as("known failures: take out of the list what passes")
        .isSubsetOf(report.notPassed().keySet());
  }
}
