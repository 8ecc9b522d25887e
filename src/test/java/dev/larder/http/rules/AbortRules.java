package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.rules.app.Bodies;
import dev.larder.http.rules.app.Plan;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import dev.larder.testing.RawConnection;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 6: what ends before its end leaves nothing behind. */
@Feature("Response cache: aborted requests")
abstract class AbortRules extends Rules {

  /** Just below what is stored at most. */
  private static final int LARGE = 1_000_000;

  private static final int BEYOND = 8_000_000;

  private void awaitWholeBody(int size, int earlierRuns) {
    RawAnswer whole = miss("five");
    assertThat(whole.complete()).isTrue();
    assertThat(whole.body()).isEqualTo(Bodies.bytes(earlierRuns + 1, size));
  }

  @ParameterizedTest
  @ValueSource(ints = {LARGE, BEYOND})
  @DisplayName("a client that breaks off in the middle leaves nothing stored")
  void rule06_theClientBreaksOff(int size) {
    plan(
        Plan.cacheControl("max-age=60").bytes(Plan.Entity.STREAM, size).gate(Plan.Gate.HALF_WAY),
        Plan.cacheControl("max-age=60").bytes(Plan.Entity.STREAM, size));
    try (RawConnection connection = app.server().connect()) {
      connection.send("GET", "/sample/api/five/" + id, null);
      assertThat(connection.receiveHead().status()).isEqualTo(200);
      connection.reset();
    }
    app.open(id);
    awaitWholeBody(size, 1);
    if (size == LARGE) {
      assertThat(hit("five").body()).isEqualTo(Bodies.bytes(2, size));
    }
  }

  @Test
  @DisplayName("many clients that break off leave the server and the entry in order")
  void rule06_manyClientsBreakOff() {
    plan(Plan.cacheControl("max-age=60").bytes(Plan.Entity.STREAM, LARGE));
    List<Boolean> sent =
        Together.run(
            20,
            () -> {
              try (RawConnection connection = app.server().connect()) {
                connection.send("GET", "/sample/api/five/" + id, null);
                connection.receiveHead();
                connection.reset();
                return true;
              }
            });
    assertThat(sent).doesNotContain(false);
    // Runs for those clients may still go on, and be stored: each of them is whole.
    for (int i = 0; i < 5; i++) {
      RawAnswer whole = get("five");
      assertThat(whole.complete()).isTrue();
      assertThat(whole.body()).isEqualTo(Bodies.bytes(whole.body()[0], LARGE));
    }
  }

  @ParameterizedTest
  @CsvSource({"100, max-age=60", "200000, max-age=60", "1000000, max-age=60", "8000000, public"})
  @DisplayName("a resource that throws in the middle of its body leaves nothing stored")
  void rule06_theResourceThrows(int size, String cacheControl) {
    plan(
        Plan.cacheControl(cacheControl)
            .bytes(Plan.Entity.STREAM, size)
            .fail(Plan.Failure.WHILE_WRITING),
        Plan.cacheControl(cacheControl)
            .bytes(Plan.Entity.STREAM, size)
            .fail(Plan.Failure.WHILE_WRITING),
        Plan.cacheControl("max-age=60").bytes(Plan.Entity.STREAM, size));
    for (int run = 1; run <= 2; run++) {
      RawAnswer broken = get("five");
      assertThat(isHit(broken)).isFalse();
      assertThat(broken.status() == 200 && broken.complete() && broken.body().length == size)
          .as(broken.toString())
          .isFalse();
    }
    awaitWholeBody(size, 2);
  }

  @Test
  @DisplayName("a body that breaks off ends for the client as it does without a cache")
  void rule06_asWithoutACache() {
    Plan plan =
        Plan.cacheControl("max-age=60")
            .bytes(Plan.Entity.STREAM, LARGE)
            .fail(Plan.Failure.WHILE_WRITING);
    plan(plan);
    RawAnswer without = get("plain");
    RawAnswer with = get("five");
    assertThat(with.status()).isEqualTo(without.status());
    assertThat(with.complete()).isEqualTo(without.complete());
    assertThat(with.body()).hasSameSizeAs(without.body());
  }

  @Test
  @DisplayName("waiting clients get whole bodies when the first one breaks off")
  void rule24_othersGetWholeBodies() {
    plan(
        Plan.cacheControl("max-age=60")
            .bytes(Plan.Entity.STREAM, LARGE)
            .fail(Plan.Failure.WHILE_WRITING)
            .gate(Plan.Gate.HALF_WAY),
        Plan.cacheControl("max-age=60").bytes(Plan.Entity.STREAM, LARGE));
    Thread opener =
        new Thread(
            () -> {
              awaitRunsAtLeastOne();
              app.open(id);
            });
    opener.start();
    List<RawAnswer> answers = Together.run(20, () -> get("five"));
    assertThat(answers.stream().filter(answer -> answer.body().length == LARGE)).hasSize(19);
  }

  private void awaitRunsAtLeastOne() {
    org.awaitility.Awaitility.await().atMost(PATIENCE).until(() -> runs().count() > 0);
  }

  @Test
  @DisplayName("a body that is shorter than its Content-Length says is not stored")
  void rule06_shorterThanItSays() {
    plan(
        Plan.cacheControl("max-age=60").with("Content-Length: 5000").text("too short"),
        Plan.cacheControl("max-age=60").text("whole"));
    try (RawConnection connection = app.server().connect()) {
      connection.send("GET", "/sample/api/five/" + id, null);
      assertThat(connection.receiveHead().headers("Content-Length")).containsExactly("5000");
      connection.reset();
    }
    assertThat(miss("five").text()).isEqualTo("whole");
  }
}
