package dev.larder.http.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private final Map<String, SuiteTest> tests = new HashMap<>();
  private final Map<String, JsonNode> results = new HashMap<>();

  @Test
  void aResultCountsByTheKindOfItsTest() {
    assertThat(verdict("a", "required", BooleanNode.TRUE)).isEqualTo(Verdict.PASSED);
    assertThat(verdict("b", "required", error("Assertion"))).isEqualTo(Verdict.FAILED);
    assertThat(verdict("c", "required", error("FetchError"))).isEqualTo(Verdict.FAILED);
    assertThat(verdict("d", "required", error("Setup"))).isEqualTo(Verdict.SETUP);
    assertThat(verdict("e", "optimal", error("Assertion"))).isEqualTo(Verdict.FAILED);
    assertThat(verdict("f", "check", BooleanNode.TRUE)).isEqualTo(Verdict.YES);
    assertThat(verdict("g", "check", error("Assertion"))).isEqualTo(Verdict.NO);
    assertThat(verdict("h", "check", error("Setup"))).isEqualTo(Verdict.SETUP);
    tests.put("i", new SuiteTest("i", "part", "name", "required", List.of()));
    assertThat(Verdict.of(tests.get("i"), tests, results)).isEqualTo(Verdict.UNTESTED);
  }

  @Test
  void aTestThatPassesSaysNothingWhenOneThatItDependsOnDoesNot() {
    verdict("failed", "optimal", error("Assertion"));
    verdict("yes", "check", BooleanNode.TRUE);
    assertThat(verdict("a", "required", BooleanNode.TRUE, "failed")).isEqualTo(Verdict.DEPENDENCY);
    assertThat(verdict("b", "required", BooleanNode.TRUE, "a")).isEqualTo(Verdict.DEPENDENCY);
    assertThat(verdict("c", "required", BooleanNode.TRUE, "yes")).isEqualTo(Verdict.PASSED);
  }

  private Verdict verdict(String id, String kind, JsonNode result, String... dependsOn) {
    SuiteTest test = new SuiteTest(id, "part", "name", kind, List.of(dependsOn));
    tests.put(id, test);
    results.put(id, result);
    return Verdict.of(test, tests, results);
  }

  private static JsonNode error(String kind) {
    return JsonNodeFactory.instance.arrayNode().add(kind).add("a message");
  }
}
