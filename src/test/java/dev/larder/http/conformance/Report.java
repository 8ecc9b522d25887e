package dev.larder.http.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The results of one run of the suite, for people to read and for a test to judge. */
final class Report {

  private final Map<String, SuiteTest> tests;
  private final Map<String, JsonNode> results;
  private final Map<String, Verdict> verdicts = new LinkedHashMap<>();

  Report(Map<String, SuiteTest> tests, Map<String, JsonNode> results) {
    this.tests = tests;
    this.results = results;
    tests.values().forEach(test -> verdicts.put(test.id(), Verdict.of(test, tests, results)));
  }

  /** The required and optimal tests that did not pass, by id, each with the suite's message. */
  Map<String, String> notPassed() {
    Map<String, String> lines = new TreeMap<>();
    verdicts.forEach(
        (id, verdict) -> {
          SuiteTest test = tests.get(id);
          if (!test.kind().equals("check") && verdict != Verdict.PASSED) {
            lines.put(id, line(test));
          }
        });
    return lines;
  }

  /** A table with a line for each part of the suite, and one line for each test not passed. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format("%-20s %12s %12s %12s%n", "part", "required", "optimal", "check: yes"));
    tests.values().stream()
        .map(SuiteTest::suite)
        .distinct()
        .forEach(part -> text.append(row(part, test -> test.suite().equals(part))));
    text.append(row("all", test -> true));
    notPassed().values().forEach(line -> text.append(line).append('\n'));
    tests.values().stream()
        .filter(test -> test.kind().equals("check"))
        .forEach(test -> text.append(line(test)).append('\n'));
    return text.toString();
  }

  private String row(String name, Predicate<SuiteTest> which) {
    return String.format(
        "%-20s %12s %12s %12s%n",
        name,
        share("required", Verdict.PASSED, which),
        share("optimal", Verdict.PASSED, which),
        share("check", Verdict.YES, which));
  }

  private String share(String kind, Verdict good, Predicate<SuiteTest> which) {
    Predicate<SuiteTest> all = which.and(test -> test.kind().equals(kind));
    long number = tests.values().stream().filter(all).count();
    long passed =
        tests.values().stream().filter(all.and(test -> verdicts.get(test.id()) == good)).count();
    return passed + " of " + number;
  }

  private String line(SuiteTest test) {
    JsonNode result = results.get(test.id());
    String message = result == null || result.isBoolean() ? "" : ": " + result.path(1).asText();
    return verdicts.get(test.id()) + " " + test.kind() + " " + test.id() + message;
  }
}
