package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.rules.app.Plan;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 19 to 21: what changes make of stored responses. */
@Feature("Response cache: invalidation")
abstract class InvalidationRules extends Rules {

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "FROB"})
  @DisplayName("a change invalidates its URI, whatever the method")
  void rule19_aChangeInvalidates(String method) {
    reused("five");
    assertThat(send(method, "five").status()).isEqualTo(204);
    assertThat(miss("five").text()).isEqualTo("run 2");
    assertThat(hit("five").text()).isEqualTo("run 2");
  }

  @ParameterizedTest
  @CsvSource({
    "200, false",
    "201, false",
    "204, false",
    "302, false",
    "303, false",
    "400, true",
    "404, true",
    "409, true",
    "500, true",
    "503, true"
  })
  @DisplayName("a change that failed invalidates nothing")
  void rule19_errorsInvalidateNothing(int status, boolean stays) {
    reused("five");
    assertThat(send("PUT", "five", "Answer-Status: " + status).status()).isEqualTo(status);
    assertThat(isHit(get("five"))).isEqualTo(stays);
  }

  @Test
  @DisplayName("all variants of the URI are invalidated, other URIs are not")
  void rule19_everyVariant() {
    plan(Plan.ok().with("Vary: Accept-Language"));
    miss("five", "Accept-Language: en");
    miss("five", "Accept-Language: de");
    miss("five");
    assertMiss(app.get("five/" + id + "/below", "Accept-Language: en"));
    send("PUT", "five");
    assertHit(app.get("five/" + id + "/below", "Accept-Language: en"));
    miss("five", "Accept-Language: en");
    miss("five", "Accept-Language: de");
    miss("five");
  }

  @Test
  @DisplayName("GET, HEAD and OPTIONS invalidate nothing")
  void rule19_safeMethods() {
    reused("five");
    send("HEAD", "five");
    send("OPTIONS", "five");
    hit("five");
  }

  @Test
  @DisplayName("Location and Content-Location of the same origin are invalidated, too")
  void rule19_locations() {
    String other = "five/" + App.newId();
    for (String field : new String[] {"Location", "Content-Location"}) {
      for (String uri :
          new String[] {
            "/sample/api/" + other,
            "http://127.0.0.1:" + app.server().port() + "/sample/api/" + other
          }) {
        assertMiss(app.get(other));
        assertHit(app.get(other));
        RawAnswer answer =
            send("POST", "plain", "Answer-Status: 201", "Answer-Field: " + field + ": " + uri);
        assertThat(answer.status()).isEqualTo(201);
        RawAnswer after = app.get(other);
        assertThat(isHit(after)).as(field + ": " + uri).isFalse();
        send("PUT", "plain");
        assertHit(app.get(other));
        app.send("DELETE", other);
      }
    }
  }

  @Test
  @DisplayName("a Location elsewhere invalidates nothing")
  void rule19_locationsElsewhere() {
    reused("five");
    for (String origin :
        new String[] {
          "http://127.0.0.1:1", "https://127.0.0.1:" + app.server().port(), "http://other.example"
        }) {
      send(
          "POST",
          "plain",
          "Answer-Status: 201",
          "Answer-Field: Location: " + origin + "/sample/api/five/" + id);
    }
    hit("five");
  }

  @Test
  @DisplayName("a change of any user invalidates the entries of all users")
  void rule19_entriesOfAllUsers() {
    plan(Plan.ok().text("{user} {n}"));
    miss("user", ALICE);
    miss("user", BOB);
    miss("user");
    hit("user", ALICE);
    send("PUT", "user", BOB);
    miss("user", ALICE);
    miss("user", BOB);
    miss("user");
  }

  @Test
  @DisplayName("a tag invalidates the entries that have it, and no others")
  void rule20_tags() {
    String other = App.newId();
    reused("tagged");
    assertMiss(app.get("tagged/" + other));
    assertMiss(app.get("tagged/" + id + "?page=2"));
    RawAnswer changed = app.send("POST", "change/tag/" + id);
    assertThat(changed.status()).isEqualTo(204);
    miss("tagged");
    assertMiss(app.get("tagged/" + id + "?page=2"));
    assertHit(app.get("tagged/" + other));
    app.send("POST", "change/all");
    miss("tagged");
    assertMiss(app.get("tagged/" + other));
    hit("tagged");
    app.send("POST", "change/tag/" + id, "Answer-Status: 409");
    hit("tagged");
  }

  @Test
  @DisplayName("a URI template invalidates that URI for everybody")
  void rule20_uriTemplates() {
    reused("five");
    plan(Plan.cacheControl("max-age=60").with("Vary: X-Kind"));
    miss("explicit", "X-Kind: a");
    app.send("POST", "change/uri/" + id);
    miss("five");
    miss("explicit", "X-Kind: a");
    plan(Plan.ok().text("{user} {n}"));
    miss("user", ALICE);
    miss("user", BOB);
    app.send("POST", "change/user/" + id);
    miss("user", ALICE);
    miss("user", BOB);
  }

  @Test
  @DisplayName("a tag invalidates entries of users, too")
  void rule20_tagsOfEntriesPerUser() {
    miss("user", ALICE);
    miss("user", BOB);
    hit("user", ALICE);
    app.send("POST", "change/mine/" + id);
    miss("user", ALICE);
    miss("user", BOB);
  }

  @ParameterizedTest
  @CsvSource({
    "five, PUT five/",
    "tagged, POST change/tag/",
    "tagged, POST change/all",
    "five, POST change/uri/",
    "user, PUT user/",
    "user, POST change/mine/",
    "user, POST change/user/"
  })
  @DisplayName("what was computed before a change is not used after it")
  void rule21_computedBeforeTheChange(String directive, String change) throws Exception {
    plan(Plan.ok().gate(Plan.Gate.BEFORE), Plan.ok());
    CompletableFuture<RawAnswer> slow = CompletableFuture.supplyAsync(() -> get(directive));
    awaitInside(1);
    String[] parts = change.split(" ");
    String path = parts[1].endsWith("/") ? parts[1] + id : parts[1];
    assertThat(app.send(parts[0], path).status()).isEqualTo(204);
    // Who asks after the change must not wait for the answer from before it.
    RawAnswer after = miss(directive);
    assertThat(after.text()).isEqualTo("run 2");
    app.open(id);
    assertThat(slow.get().text()).isEqualTo("run 1");
    assertThat(hit(directive).text()).isEqualTo("run 2");
  }

  @Test
  @DisplayName("nor is it when nobody asked between the change and the end of the old run")
  void rule21_theOldRunEndsFirst() throws Exception {
    plan(Plan.ok().gate(Plan.Gate.BEFORE), Plan.ok());
    CompletableFuture<RawAnswer> slow = CompletableFuture.supplyAsync(() -> get("five"));
    awaitInside(1);
    send("DELETE", "five");
    app.open(id);
    assertThat(slow.get().text()).isEqualTo("run 1");
    assertThat(miss("five").text()).isEqualTo("run 2");
  }

  @Test
  @DisplayName("an older entry that is refreshed behind a change is not used after it")
  void rule21_aRefreshFromBeforeTheChange() {
    plan(
        Plan.cacheControl("max-age=60, stale-while-revalidate=600").with("Age: 100"),
        Plan.cacheControl("max-age=60").gate(Plan.Gate.BEFORE),
        Plan.cacheControl("max-age=60"));
    miss("explicit");
    hit("explicit");
    awaitInside(1);
    send("PUT", "explicit");
    app.open(id);
    awaitInside(0);
    assertThat(get("explicit").text()).isEqualTo("run 3");
    assertThat(get("explicit").text()).isEqualTo("run 3");
  }
}
