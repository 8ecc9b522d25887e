package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.http.rules.app.Bodies;
import dev.larder.http.rules.app.Plan;
import dev.larder.http.rules.app.Plan.Failure;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import dev.larder.testing.RawConnection;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 6: only what was written to its end is stored, and streams stay streams. */
@Feature("Response cache: streams")
abstract class StreamRules extends Rules {

  /** More than the largest body that is stored. */
  private static final int BEYOND_THE_BOUND = 3_000_000;

  @Test
  @DisplayName("a 206 of the resource is not stored")
  void rule06_aPartIsNotStored() {
    plan(
        Plan.cacheControl("max-age=60").status(206).with("Content-Range: bytes 0-4/10"),
        Plan.cacheControl("max-age=60"));
    assertThat(miss("five").status()).isEqualTo(206);
    assertThat(miss("five").text()).isEqualTo("run 2");
    assertThat(hit("five").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNMAPPED", "MAPPED", "WEB"})
  @DisplayName("an exception leaves nothing behind")
  void rule06_exceptions(Failure failure) {
    plan(Plan.ok().status(500).fail(failure), Plan.ok());
    assertThat(get("five").status()).isEqualTo(500);
    assertThat(miss("five").text()).isEqualTo("run 2");
  }

  @Test
  @DisplayName("an exception of JAX-RS is answered as it would be without a cache")
  void rule06_notFound() {
    for (int i = 1; i <= 3; i++) {
      RawAnswer answer = app.get("value/" + id + "/not-found");
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text()).doesNotContain("run ");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100_000, BEYOND_THE_BOUND})
  @DisplayName("a resource that throws in the middle of its body leaves nothing behind")
  void rule06_anExceptionWhileWriting(int size) {
    plan(
        Plan.cacheControl("max-age=60").bytes(Plan.Entity.STREAM, size).fail(Failure.WHILE_WRITING),
        Plan.cacheControl("max-age=60").bytes(Plan.Entity.STREAM, size));
    RawAnswer broken = get("five");
    assertThat(broken.complete() && broken.status() == 200 && broken.body().length == size)
        .as(broken.toString())
        .isFalse();
    RawAnswer whole = miss("five");
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.complete()).isTrue();
    assertThat(whole.body()).isEqualTo(Bodies.bytes(2, size));
  }

  @ParameterizedTest
  @EnumSource(names = {"BYTES", "STREAM", "INPUT", "FILE"})
  @DisplayName("a body beyond the bound passes through whole, and is not stored")
  void rule06_beyondTheBound(Plan.Entity entity) {
    plan(Plan.cacheControl("max-age=60").bytes(entity, BEYOND_THE_BOUND));
    RawAnswer first = miss("five");
    assertThat(first.body()).isEqualTo(Bodies.bytes(1, BEYOND_THE_BOUND));
    RawAnswer second = miss("five");
    assertThat(second.body()).isEqualTo(Bodies.bytes(2, BEYOND_THE_BOUND));
  }

  @Test
  @DisplayName("what a stream flushes reaches the client while the resource still writes")
  void rule06_streamsAreNotHeldBack() {
    plan(
        Plan.cacheControl("max-age=60").bytes(Plan.Entity.STREAM, 40_000).gate(Plan.Gate.HALF_WAY));
    try (RawConnection connection = app.server().connect()) {
      connection.send("GET", "/sample/api/five/" + id, null);
      RawAnswer head = connection.receiveHead();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.headers("X-Cache")).containsExactly("MISS");
      app.open(id);
    }
  }

  @Test
  @DisplayName("server-sent events arrive one by one, and are not cached")
  void rule06_serverSentEvents() {
    plan(Plan.ok().gate(Plan.Gate.BEFORE));
    for (int i = 1; i <= 2; i++) {
      try (RawConnection connection = app.server().connect()) {
        connection.send("GET", "/sample/api/events/" + id, null, "Accept: text/event-stream");
        RawAnswer head = connection.receiveHead();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type").orElseThrow()).startsWith("text/event-stream");
        int count = i;
        await().atMost(PATIENCE).until(() -> runs().count() == count);
      }
      app.open(id);
    }
    RawAnswer events = app.get("events/" + id, "Accept: text/event-stream");
    assertThat(events.text()).contains("data: first").contains("data: second");
  }

  @ParameterizedTest
  @ValueSource(strings = {"suspended", "stage"})
  @DisplayName("asynchronous methods answer as they do without a cache")
  void rule06_asynchronousMethods(String kind) {
    String path = "async/" + id + "/" + kind;
    plan(Plan.ok().with("X-Field: 1"));
    for (int i = 0; i < 3; i++) {
      RawAnswer answer = app.get(path);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
      assertThat(answer.text()).startsWith("run ");
      assertThat(answer.headers("X-Field")).containsExactly("1");
    }
  }

  @Test
  @DisplayName("an asynchronous method that fails leaves nothing behind, and holds nobody up")
  void rule06_asynchronousErrors() {
    for (int i = 1; i <= 3; i++) {
      assertThat(app.get("async/" + id + "/error").status()).isEqualTo(500);
      assertThat(runs().count()).isEqualTo(i);
    }
  }

  @Test
  @DisplayName("many clients of an asynchronous method all get their answers")
  void rule06_asynchronousMethodsTogether() {
    plan(Plan.ok().delay(50));
    for (String kind : new String[] {"suspended", "stage"}) {
      assertThat(Together.run(20, () -> app.get("async/" + id + "/" + kind)))
          .allMatch(answer -> answer.status() == 200 && answer.text().startsWith("run "));
    }
  }

  @Test
  @DisplayName("a client that goes away leaves nothing behind")
  void rule06_aClientThatGoesAway() {
    plan(
        Plan.cacheControl("max-age=60").bytes(Plan.Entity.STREAM, 900_000).gate(Plan.Gate.HALF_WAY),
        Plan.cacheControl("max-age=60").bytes(Plan.Entity.STREAM, 900_000));
    try (RawConnection connection = app.server().connect()) {
      connection.send("GET", "/sample/api/five/" + id, null);
      connection.receiveHead();
      connection.reset();
    }
    app.open(id);
    CompletableFuture<RawAnswer> next = CompletableFuture.supplyAsync(() -> get("five"));
    RawAnswer whole = next.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
    assertThat(whole.complete()).isTrue();
    assertThat(whole.body()).hasSize(900_000);
    assertThat(hit("five").body()).hasSize(900_000);
  }
}
