package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.http.rules.app.Plan;
import dev.larder.http.rules.app.Plan.Failure;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule 15: when a stale response is served all the same. These responses arrive with an {@code Age}
 * that makes them stale at once.
 */
@Feature("Response cache: stale answers")
abstract class StaleRules extends Rules {

  private static Plan stale(String cacheControl) {
    return Plan.cacheControl(cacheControl).with("Age: 100");
  }

  @Test
  @DisplayName("stale-while-revalidate serves the stale response and refreshes it behind")
  void rule15_staleWhileRevalidate() {
    plan(stale("max-age=60, stale-while-revalidate=600"), Plan.cacheControl("max-age=60"));
    miss("explicit");
    RawAnswer stale = hit("explicit");
    assertThat(stale.text()).isEqualTo("run 1");
    assertThat(ttl(stale)).isNegative();
    awaitRuns(2);
    await().atMost(PATIENCE).until(() -> get("explicit").text().equals("run 2"));
    RawAnswer fresh = hit("explicit");
    assertThat(fresh.text()).isEqualTo("run 2");
    assertThat(runs().count()).isEqualTo(2);
  }

  @Test
  @DisplayName("many requests for a stale response make one refresh, and wait for nothing")
  void rule15_oneRefresh() {
    plan(
        stale("max-age=60, stale-while-revalidate=600"),
        Plan.cacheControl("max-age=60").gate(Plan.Gate.BEFORE));
    miss("explicit");
    Callable<RawAnswer> get = () -> get("explicit");
    List<RawAnswer> answers = Together.run(30, get);
    assertThat(answers).allMatch(answer -> answer.text().equals("run 1"));
    awaitInside(1);
    assertThat(hit("explicit").text()).isEqualTo("run 1");
    assertThat(runs().count()).isEqualTo(2);
    app.open(id);
    await().atMost(PATIENCE).until(() -> get("explicit").text().equals("run 2"));
    assertThat(runs().count()).isEqualTo(2);
  }

  @Test
  @DisplayName("the refresh validates")
  void rule15_theRefreshValidates() {
    plan(
        stale("max-age=60, stale-while-revalidate=600").with("ETag: \"tag\""),
        Plan.cacheControl("max-age=600").status(304).noEntity().with("ETag: \"tag\""));
    miss("explicit");
    hit("explicit");
    awaitRuns(2);
    assertThat(runs().last().headers("If-None-Match")).containsExactly("\"tag\"");
    await().atMost(PATIENCE).until(() -> ttl(get("explicit")) > 0);
    assertThat(hit("explicit").text()).isEqualTo("run 1");
    assertThat(runs().count()).isEqualTo(2);
  }

  @Test
  @DisplayName("a refresh that fails leaves the stale response in its place")
  void rule15_aRefreshThatFails() {
    plan(
        stale("max-age=60, stale-while-revalidate=600"),
        Plan.ok().fail(Failure.UNMAPPED),
        Plan.ok().status(503),
        Plan.cacheControl("max-age=60"));
    miss("explicit");
    assertThat(hit("explicit").text()).isEqualTo("run 1");
    awaitRuns(2);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              RawAnswer answer = hit("explicit");
              assertThat(answer.status()).isEqualTo(200);
              assertThat(answer.text()).isIn("run 1", "run 4");
              return answer.text().equals("run 4");
            });
  }

  @Test
  @DisplayName("a refresh never stores what another user gets")
  void rule15_aRefreshIsForTheSameUser() {
    plan(
        stale("max-age=60, stale-while-revalidate=600").text("{user} {n}"),
        Plan.cacheControl("max-age=60").text("{user} {n}"));
    assertThat(miss("user", ALICE).text()).isEqualTo("alice 1");
    for (int i = 0; i < 5; i++) {
      assertThat(get("user", ALICE).text()).startsWith("alice ");
    }
    assertThat(get("user", BOB).text()).startsWith("bob ");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              RawAnswer answer = get("user", ALICE);
              assertThat(answer.text()).startsWith("alice ");
              return !answer.text().equals("alice 1");
            });
  }

  @Test
  @DisplayName("after its time stale-while-revalidate does not apply")
  void rule15_theWindowEnds() {
    plan(stale("max-age=60, stale-while-revalidate=5"), Plan.cacheControl("max-age=60"));
    miss("explicit");
    assertThat(miss("explicit").text()).isEqualTo("run 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "must-revalidate, max-age=60",
        "proxy-revalidate, max-age=60",
        "s-maxage=60",
        "no-cache, max-age=60",
        "Must-Revalidate, max-age=60"
      })
  @DisplayName("these directives forbid stale answers, also when the resource fails")
  void rule15_staleIsForbidden(String directives) {
    String both = directives + ", stale-while-revalidate=600, stale-if-error=600";
    plan(
        stale(both),
        stale(both),
        Plan.ok().status(503).text("sorry"),
        Plan.ok().fail(Failure.UNMAPPED));
    miss("explicit");
    assertThat(miss("explicit").text()).isEqualTo("run 2");
    RawAnswer error = miss("explicit");
    assertThat(error.status()).isEqualTo(503);
    assertThat(error.text()).isEqualTo("sorry");
    assertThat(get("explicit").status()).isEqualTo(500);
    assertThat(runs().count()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  @DisplayName("stale-if-error serves the stale response in place of an error of the resource")
  void rule15_staleIfError(int status) {
    plan(
        stale("max-age=60, stale-if-error=600").with("X-Stored: 1"),
        Plan.ok().status(status).with("X-Error: 1").text("sorry"),
        Plan.cacheControl("max-age=60"));
    miss("explicit");
    RawAnswer standIn = get("explicit");
    assertThat(standIn.status()).isEqualTo(200);
    assertThat(standIn.text()).isEqualTo("run 1");
    assertThat(standIn.headers("X-Stored")).containsExactly("1");
    assertThat(standIn.headers("X-Error")).isEmpty();
    assertThat(standIn.header("Age")).isPresent();
    assertThat(runs().count()).isEqualTo(2);
    assertThat(miss("explicit").text()).isEqualTo("run 3");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNMAPPED", "MAPPED", "WEB"})
  @DisplayName("the same when the resource throws")
  void rule15_staleIfErrorOnExceptions(Failure failure) {
    plan(stale("max-age=60, stale-if-error=600"), Plan.ok().status(503).fail(failure));
    miss("explicit");
    RawAnswer standIn = get("explicit");
    assertThat(standIn.status()).as(standIn.toString()).isEqualTo(200);
    assertThat(standIn.text()).isEqualTo("run 1");
    assertThat(runs().count()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 410, 501, 505})
  @DisplayName("other answers are no errors that a stale response stands in for")
  void rule15_otherAnswersAreServed(int status) {
    plan(stale("max-age=60, stale-if-error=600"), Plan.ok().status(status));
    miss("explicit");
    assertThat(miss("explicit").status()).isEqualTo(status);
  }

  @Test
  @DisplayName("after its time, or without it, the client gets the error")
  void rule15_theErrorWindowEnds() {
    plan(stale("max-age=60, stale-if-error=5"), Plan.ok().status(503));
    miss("explicit");
    assertThat(miss("explicit").status()).isEqualTo(503);
    id = App.newId();
    plan(stale("max-age=60"), Plan.ok().status(503));
    miss("explicit");
    assertThat(miss("explicit").status()).isEqualTo(503);
  }
}
