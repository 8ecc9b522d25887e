package dev.larder.http.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.testing.Command;
import dev.larder.testing.Feature;
import dev.larder.testing.ServerKind;
import dev.larder.testing.SharedSample;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The public conformance suite for HTTP caches (npm: http-cache-tests) against an application that
 * embeds Larder, with settings as they are out of the box. Needs node and npm; without them it is
 * skipped, but not in CI.
 */
@Tag("slow")
@Feature("Public conformance suite of HTTP caches")
class ConformanceIT {

  @RegisterExtension static final SharedSample memory = SharedSample.memory();
  @RegisterExtension static final SharedSample redis = SharedSample.redis();

  private static Suite suite;
  private static CompletableFuture<Map<String, JsonNode>> memoryResults;
  private static CompletableFuture<Map<String, JsonNode>> redisResults;

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
    // The suite mostly waits for answers to become stale: both are run at once.
    memoryResults = CompletableFuture.supplyAsync(() -> suite.run(base(memory), List.of()));
    redisResults = CompletableFuture.supplyAsync(() -> suite.run(base(redis), List.of()));
  }

  private static URI base(SharedSample sample) {
    return sample.server().url().resolve("api/conformance");
  }

  @Test
  void theCacheInMemoryMeetsWhatTheSuiteRequires() {
    judge("memory", memory, memoryResults.join());
  }

  @Test
  void theCacheInRedisMeetsWhatTheSuiteRequires() {
    judge("Redis", redis, redisResults.join());
  }

  private static void judge(String store, SharedSample sample, Map<String, JsonNode> first) {
    Map<String, SuiteTest> tests = suite.tests();
    Map<String, JsonNode> results = new HashMap<>(first);
    Map<String, String> known = KnownFailures.read("known-failures.txt");
    if (ServerKind.current() == ServerKind.WILDFLY) {
      known.putAll(KnownFailures.read("known-failures-wildfly.txt"));
    }
    // The suite runs a hundred tests at once, some of which expect answers within a second or two.
    // On a busy machine that fails at times; what fails alone as well, fails.
    Set<String> again = new TreeSet<>();
    for (String id : new Report(tests, results).notPassed().keySet()) {
      if (!known.containsKey(id)) {
        addWithDependencies(id, tests, again);
      }
    }
    if (!again.isEmpty()) {
      CompletableFuture.allOf(memoryResults, redisResults).join();
      results.putAll(suite.run(base(sample), List.copyOf(again)));
    }
    Report report = new Report(tests, results);
    System.out.println(
        "HTTP cache conformance, store: "
            + store
            + "\n"
            + report.text()
            + (again.isEmpty() ? "" : "run twice: " + again));
    assertThat(known.keySet())
        .as("known failures: tests that are optimal, and fail")
        .allMatch(id -> tests.containsKey(id) && tests.get(id).kind().equals("optimal"))
        .isSubsetOf(report.notPassed().keySet());
    Map<String, String> failed = new TreeMap<>(report.notPassed());
    failed.keySet().removeAll(known.keySet());
    assertThat(failed).as("tests that failed and are not known to").isEmpty();
  }

  /** A test may have failed only since one failed that it depends on. */
  private static void addWithDependencies(
      String id, Map<String, SuiteTest> tests, Set<String> found) {
    if (found.add(id)) {
      Objects.requireNonNull(tests.get(id), id)
          .dependsOn()
          .forEach(other -> addWithDependencies(other, tests, found));
    }
  }
}
