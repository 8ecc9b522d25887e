package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.rules.app.Plan;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Rule 24: many requests at once. Each has a connection of its own; the server works on 300 at
 * once, the others wait in its queue.
 */
@Feature("Response cache: collapsed requests")
abstract class CollapseRules extends Rules {

  private static final int CLIENTS = 500;

  @Test
  @DisplayName("500 requests for one missing entry run the resource once")
  void rule24_oneRunForAll() {
    plan(Plan.ok().delay(500));
    List<RawAnswer> answers = Together.run(CLIENTS, () -> get("five"));
    assertThat(counted(answers)).containsOnlyKeys("200 run 1");
    assertThat(runs().count()).isEqualTo(1);
    assertThat(answers.stream().map(Rules::cacheStatus)).anyMatch(s -> s.contains("collapsed"));
  }

  @Test
  @DisplayName("500 requests for a stale entry validate it once")
  void rule24_oneValidationForAll() {
    plan(
        Plan.cacheControl("max-age=60").with("Age: 100", "ETag: \"tag\""),
        Plan.cacheControl("max-age=60").status(304).noEntity().with("ETag: \"tag\"").delay(500));
    miss("explicit");
    List<RawAnswer> answers = Together.run(CLIENTS, () -> get("explicit"));
    assertThat(counted(answers)).containsOnlyKeys("200 run 1");
    assertThat(runs().count()).isEqualTo(2);
  }

  /** How often there was each answer. */
  private static Map<String, Long> counted(List<RawAnswer> answers) {
    return answers.stream()
        .collect(
            Collectors.groupingBy(
                answer ->
                    answer.text().equals("run 1")
                        ? "200 run 1"
                        : answer.status() + " " + answer.text() + " " + cacheStatus(answer),
                Collectors.counting()));
  }

  @Test
  @DisplayName("500 requests for what cannot be cached do not queue for each other")
  void rule24_uncacheableIsNotSerialised() {
    plan(Plan.cacheControl("no-store").delay(100));
    List<RawAnswer> answers = Together.run(CLIENTS, () -> get("five"));
    assertThat(answers).allMatch(answer -> answer.status() == 200);
    assertThat(answers.stream().map(RawAnswer::text)).doesNotHaveDuplicates();
    assertThat(runs().count()).isEqualTo(CLIENTS);
    assertThat(runs().most()).isGreaterThan(8);
  }

  @Test
  @DisplayName("requests that failed together do not queue for each other either")
  void rule24_failuresAreNotSerialised() {
    plan(Plan.ok().fail(Plan.Failure.UNMAPPED).delay(100));
    List<RawAnswer> answers = Together.run(100, () -> get("five"));
    assertThat(answers).allMatch(answer -> answer.status() == 500);
    assertThat(runs().most()).isGreaterThan(8);
  }

  @Test
  @DisplayName("what was uncacheable a moment ago is cached when the resource allows it again")
  void rule24_uncacheableIsNotForEver() {
    plan(Plan.cacheControl("no-store"), Plan.ok());
    miss("five");
    assertThat(get("five").text()).isEqualTo("run 2");
    org.awaitility.Awaitility.await().atMost(PATIENCE).until(() -> isHit(get("five")));
  }

  @Test
  @DisplayName("nobody waits for ever for a run that hangs")
  void rule24_theWaitIsBounded() {
    plan(Plan.ok().gate(Plan.Gate.BEFORE), Plan.ok());
    CompletableFuture<RawAnswer> hanging = CompletableFuture.supplyAsync(() -> get("five"));
    awaitInside(1);
    assertThat(get("five").text()).isEqualTo("run 2");
    assertThat(runs().inside()).isEqualTo(1);
    app.open(id);
    assertThat(hanging.join().text()).isEqualTo("run 1");
  }

  @Test
  @DisplayName("a leader whose client goes away does not take the others with it")
  void rule24_theLeaderGoesAway() {
    plan(Plan.ok().gate(Plan.Gate.BEFORE), Plan.ok());
    try (var leader = app.server().connect()) {
      leader.send("GET", "/sample/api/five/" + id, null);
      awaitInside(1);
      CompletableFuture<RawAnswer> follower = CompletableFuture.supplyAsync(() -> get("five"));
      leader.reset();
      app.open(id);
      assertThat(follower.join().text()).isIn("run 1", "run 2");
    }
  }

  @Test
  @DisplayName("requests that different variants answer get their own, however they arrive")
  void rule24_variantsTogether() {
    plan(Plan.ok().with("Vary: X-Kind").text("{h:X-Kind}").delay(50));
    List<String> texts =
        Together.run(100, number -> () -> get("five", "X-Kind: " + number % 5).text());
    for (int i = 0; i < texts.size(); i++) {
      assertThat(texts.get(i)).isEqualTo(Integer.toString(i % 5));
    }
    assertThat(
            java.util.stream.IntStream.range(0, 5)
                .mapToObj(kind -> hit("five", "X-Kind: " + kind).text())
                .collect(Collectors.toList()))
        .containsExactly("0", "1", "2", "3", "4");
  }
}
