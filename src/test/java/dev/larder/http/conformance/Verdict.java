package dev.larder.http.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;

/** What the result of a test means, by the rules with which the suite shows its results. */
enum Verdict {
  PASSED,
  FAILED,
  /** A question of the suite, answered: it is neither right nor wrong. */
  YES,
  NO,
  /** Something that is not the point of the test went wrong before that point. */
  SETUP,
  /** A test that it depends on did not pass. */
  DEPENDENCY,
  /** The client did not run it. */
  UNTESTED;

  static Verdict of(SuiteTest test, Map<String, SuiteTest> tests, Map<String, JsonNode> results) {
    JsonNode result = results.get(test.id());
    if (result == null) {
      return UNTESTED;
    }
    for (String other : test.dependsOn()) {
      if (!of(Objects.requireNonNull(tests.get(other), other), tests, results).isGood()) {
        return DEPENDENCY;
      }
    }
    boolean passed = result.isBoolean() && result.booleanValue();
    if (!passed && result.path(0).asText().equals("Setup")) {
      return SETUP;
    }
    if (test.kind().equals("check")) {
      return passed ? YES : NO;
    }
    return passed ? PASSED : FAILED;
  }

  private boolean isGood() {
    return this == PASSED || this == YES;
  }
}
