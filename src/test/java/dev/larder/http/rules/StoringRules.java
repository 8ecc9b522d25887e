package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.http.rules.app.Plan;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 1, 4 and 5: what is stored at all. */
@Feature("Response cache: what is stored")
abstract class StoringRules extends Rules {

  @Test
  @DisplayName("the annotation with a lifetime is all that a GET needs to be cached")
  void rule01_aLifetimeIsEnough() {
    reused("five");
  }

  @Test
  @DisplayName("the annotation on a class is for its methods, unless a method has its own")
  void rule01_anAnnotationOnTheClass() {
    reused("class");
    id = App.newId();
    assertMiss(app.get("class/" + id + "/explicit"));
    assertMiss(app.get("class/" + id + "/explicit"));
  }

  @Test
  @DisplayName("without a lifetime only what states its own freshness is stored")
  void rule01_withoutALifetimeOnlyExplicitFreshness() {
    neverReused("explicit");
    id = App.newId();
    plan(Plan.cacheControl("max-age=60"));
    reused("explicit");
    id = App.newId();
    plan(Plan.ok().with("Expires: {date+60}"));
    reused("explicit");
  }

  @Test
  @DisplayName("the lifetime of the directive is a fallback: the response's own one counts")
  void rule01_theLifetimeIsAFallback() {
    plan(Plan.cacheControl("max-age=60"));
    assertThat(ttl(reused("five"))).isBetween(30L, 60L);
    id = App.newId();
    assertThat(ttl(reused("five"))).isBetween(270L, 310L);
    id = App.newId();
    plan(Plan.cacheControl("max-age=60"));
    assertThat(ttl(reused("second"))).isBetween(30L, 60L);
  }

  @Test
  @DisplayName("when the lifetime of the directive is over, the resource answers again")
  void rule01_theFallbackEnds() {
    miss("second");
    await().atMost(PATIENCE).until(() -> !isHit(get("second")));
    assertThat(runs().count()).isEqualTo(2);
  }

  @Test
  @DisplayName("a method without a directive is never cached")
  void rule01_noDirectiveNoCache() {
    plan(Plan.cacheControl("public, max-age=60"));
    RawAnswer first = get("plain");
    RawAnswer second = get("plain");
    assertThat(first.text()).isEqualTo("run 1");
    assertThat(second.text()).isEqualTo("run 2");
    assertThat(second.headers("Age")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "FROB"})
  @DisplayName("an answer to another method than GET is not stored")
  void rule01_onlyGetIsStored(String method) {
    RawAnswer changed =
        send(method, "five", "Answer-Status: 200", "Answer-Field: Cache-Control: max-age=60");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(miss("five").text()).isEqualTo("run 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501})
  @DisplayName("a cacheable status with Last-Modified is fresh for a tenth of its age")
  void rule04_aTenthOfTheAge(int status) {
    plan(Plan.ok().status(status).with("Last-Modified: {date-3000}"));
    if (status == 204) {
      plan(Plan.ok().status(status).with("Last-Modified: {date-3000}").noEntity());
    }
    // The resource runs some time after this test has written the date, longer on a busy machine.
    assertThat(ttl(reused("explicit"))).isBetween(270L, 310L);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 302, 303, 307, 400, 403, 500, 502, 503, 504, 299, 499, 599})
  @DisplayName("no lifetime is guessed for any other status")
  void rule04_noHeuristicsForOtherStatuses(int status) {
    plan(Plan.ok().status(status).with("Last-Modified: {date-864000}"));
    neverReused("explicit");
  }

  @Test
  @DisplayName("a guessed lifetime is bounded")
  void rule04_theGuessIsBounded() {
    plan(Plan.ok().with("Last-Modified: Thu, 01 Jan 1998 00:00:00 GMT"));
    assertThat(ttl(reused("explicit"))).isLessThanOrEqualTo(86_400);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 299, 403, 404, 499, 503, 599})
  @DisplayName("any status that states its freshness is stored")
  void rule04_explicitFreshnessForAnyStatus(int status) {
    plan(Plan.cacheControl("max-age=60").status(status));
    reused("explicit");
  }

  @Test
  @DisplayName("a response with Set-Cookie is not stored, however fresh it says it is")
  void rule05_setCookieIsNotStored() {
    plan(Plan.cacheControl("public, s-maxage=60").with("Set-Cookie: personal=secret"));
    neverReused("five");
    id = App.newId();
    plan(Plan.ok().with("set-cookie: personal=secret"));
    neverReused("five");
    assertMiss(app.get("value/" + id + "/cookie"));
    assertMiss(app.get("value/" + id + "/cookie"));
  }

  @Test
  @DisplayName("where the directive allows it, Set-Cookie is stored and replayed as it is")
  void rule05_setCookieIsReplayedWhereItIsAllowed() {
    plan(Plan.ok().with("Set-Cookie: first=1; Path=/", "Set-Cookie: second=2"));
    RawAnswer replayed = reused("cookie");
    assertThat(replayed.headers("Set-Cookie")).containsExactly("first=1; Path=/", "second=2");
  }

  @Test
  @DisplayName("a response with which the server starts a session is not stored without its cookie")
  void rule05_aSessionCookieOfTheServer() {
    RawAnswer first = app.get("servlet/" + id + "/session");
    assertThat(first.headers("Set-Cookie")).hasSize(1);
    RawAnswer second = app.get("servlet/" + id + "/session");
    assertThat(second.text()).isEqualTo("run 2");
    assertThat(second.headers("Set-Cookie")).isNotEqualTo(first.headers("Set-Cookie"));
  }

  @Test
  @DisplayName("a cookie set past JAX-RS is seen, too")
  void rule05_aCookieSetPastJaxRs() {
    RawAnswer first = app.get("servlet/" + id + "/set-cookie");
    assertThat(first.headers("Set-Cookie")).containsExactly("personal=secret");
    RawAnswer second = app.get("servlet/" + id + "/set-cookie");
    assertThat(second.text()).isEqualTo("run 2");
    assertThat(app.get("servlet/" + id + "/add-cookie").text()).isEqualTo("run 3");
    assertThat(app.get("servlet/" + id + "/add-cookie").text()).isEqualTo("run 4");
  }
}
