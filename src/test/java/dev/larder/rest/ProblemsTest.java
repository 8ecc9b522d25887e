package dev.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.BulkWriteException;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import jakarta.ejb.EJBException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, 503, cache-unavailable",
    "STOPPED, 503, cache-unavailable",
    "UNREADABLE, 409, unreadable",
    "TOO_LARGE, 413, value-too-large",
    "NOT_AN_INTEGER, 409, not-an-integer",
    "OVERFLOW, 409, overflow",
    "RESERVED_KEY, 403, reserved-key"
  })
  void eachFailureOfTheCacheHasItsProblem(Reason reason, int status, String name) {
    Problem problem =
        Problems.of(new CacheException(reason, "redis://10.0.0.1 said no")).orElseThrow();
    assertThat(problem.type().status()).isEqualTo(status);
    assertThat(problem.type().uri()).isEqualTo("https://larder.dev/problems/" + name);
    assertThat(problem.detail()).doesNotContain("10.0.0.1");
    assertThat(problem.headers().containsKey("Retry-After")).isEqualTo(status == 503);
  }

  @Test
  void whatIsTheServicesOwnFaultIsNotExplainedToTheSender() {
    assertThat(Problems.of(new IllegalStateException("secret"))).isEmpty();
    assertThat(Problems.of(new IllegalArgumentException("secret"))).isEmpty();
    assertThat(Problems.of(new CacheException(Reason.NOT_SERIALIZABLE, "dev.X"))).isEmpty();
  }

  @Test
  void aProblemThatPassesAnEjbStaysThatProblem() {
    ProblemException inside = new ProblemException(ProblemType.UNPROCESSABLE, "no");
    assertThat(Problems.of(new EJBException(inside)).orElseThrow().type())
        .isEqualTo(ProblemType.UNPROCESSABLE);
  }

  @Test
  void aBulkWriteSaysWhichItemsFailedAndWhy() {
    Problem problem = Problems.of(bulk(Reason.TOO_LARGE, Reason.TOO_LARGE)).orElseThrow();
    assertThat(problem.type()).isEqualTo(ProblemType.VALUE_TOO_LARGE);
    assertThat(problem.members()).containsEntry("failed", 2);
    assertThat(problem.members().get("failures"))
        .isEqualTo(
            Map.of(
                "k0", "https://larder.dev/problems/value-too-large",
                "k1", "https://larder.dev/problems/value-too-large"));
    Problem mixed = Problems.of(bulk(Reason.TOO_LARGE, Reason.UNAVAILABLE)).orElseThrow();
    assertThat(mixed.type()).isEqualTo(ProblemType.BULK_INCOMPLETE);
    assertThat(mixed.headers()).containsKey("Retry-After");
  }

  @Test
  void theTypesOfProblemsAreDistinct() {
    assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::uri)).doesNotHaveDuplicates();
  }

  @Test
  void aProblemsOwnMembersNeverReplaceTheStandardOnes() {
    Problem problem =
        new Problem(
            ProblemType.CONFLICT, "d", Map.of(), Map.of("status", 200, "type", "x", "more", 1));
    assertThat(new String(problem.json("/p"), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"type\":\"https://larder.dev/problems/conflict\","
                + "\"title\":\"The request contradicts the present state\",\"status\":409,"
                + "\"detail\":\"d\",\"instance\":\"/p\",\"more\":1}");
  }

  private static BulkWriteException bulk(Reason... reasons) {
    Map<String, CacheException> failures = new LinkedHashMap<>();
    for (int i = 0; i < reasons.length; i++) {
      failures.put("k" + i, new CacheException(reasons[i], "m"));
    }
    return new BulkWriteException(failures, 10);
  }
}
