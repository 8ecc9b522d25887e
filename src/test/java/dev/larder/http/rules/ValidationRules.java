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

/** Rule 14: conditional requests of clients, and validation at the resource. */
@Feature("Response cache: validation")
abstract class ValidationRules extends Rules {

  private static final String MODIFIED = "Sat, 01 Jan 2022 12:00:00 GMT";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tag\"",
        "W/\"tag\"",
        "*",
        "\"other\", \"tag\"",
        "\"other\" ,W/\"tag\"",
        "\"with,comma\",\"tag\"",
      })
  @DisplayName("If-None-Match that names the stored tag gets a 304 without asking the resource")
  void rule14_ifNoneMatchMatches(String value) {
    plan(
        Plan.cacheControl("max-age=60")
            .with(
                "ETag: \"tag\"",
                "Expires: {date+60}",
                "Vary: X-Kind",
                "Content-Location: /elsewhere",
                "X-Extra: 1"));
    RawAnswer full = miss("five");
    RawAnswer answer = hit("five", "If-None-Match: " + value);
    assertThat(answer.status()).isEqualTo(304);
    for (String name :
        new String[] {"ETag", "Date", "Vary", "Cache-Control", "Content-Location", "Expires"}) {
      assertThat(answer.headers(name)).as(name).isEqualTo(full.headers(name)).isNotEmpty();
    }
    assertThat(answer.headers("Content-Length")).isNotEqualTo(java.util.List.of("0"));
    assertThat(runs().count()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"other\"", "\"TAG\"", "tag", "\"tag", "W/\"other\", \"tag2\""})
  @DisplayName("If-None-Match that names others gets the whole response")
  void rule14_ifNoneMatchDoesNotMatch(String value) {
    plan(Plan.cacheControl("max-age=60").with("ETag: \"tag\""));
    miss("five");
    RawAnswer answer = hit("five", "If-None-Match: " + value);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("run 1");
  }

  @Test
  @DisplayName("a weak stored tag matches, too")
  void rule14_weakTags() {
    plan(Plan.cacheControl("max-age=60").with("ETag: W/\"tag\""));
    miss("five");
    assertThat(hit("five", "If-None-Match: \"tag\"").status()).isEqualTo(304);
    assertThat(hit("five", "If-None-Match: W/\"tag\"").status()).isEqualTo(304);
  }

  @Test
  @DisplayName("several lines of If-None-Match are one list")
  void rule14_severalLines() {
    plan(Plan.cacheControl("max-age=60").with("ETag: \"tag\""));
    miss("five");
    assertThat(hit("five", "If-None-Match: \"a\"", "If-None-Match: \"tag\"").status())
        .isEqualTo(304);
  }

  @Test
  @DisplayName("If-None-Match beats If-Modified-Since")
  void rule14_ifNoneMatchBeatsIfModifiedSince() {
    plan(Plan.cacheControl("max-age=60").with("ETag: \"tag\"", "Last-Modified: " + MODIFIED));
    miss("five");
    String unchanged = "If-Modified-Since: " + MODIFIED;
    String changed = "If-Modified-Since: Sat, 01 Jan 2000 12:00:00 GMT";
    assertThat(hit("five", unchanged).status()).isEqualTo(304);
    assertThat(hit("five", changed).status()).isEqualTo(200);
    assertThat(hit("five", "If-Modified-Since: " + date(0)).status()).isEqualTo(304);
    assertThat(hit("five", "If-Modified-Since: yesterday").status()).isEqualTo(200);
    assertThat(hit("five", unchanged, "If-None-Match: \"other\"").status()).isEqualTo(200);
    assertThat(hit("five", changed, "If-None-Match: \"tag\"").status()).isEqualTo(304);
  }

  @Test
  @DisplayName("a response without ETag gets a strong one when it is stored")
  void rule14_aTagIsMade() {
    plan(Plan.cacheControl("max-age=60").text("for {h:X-Kind}").with("Vary: X-Kind"));
    miss("five", "X-Kind: a");
    miss("five", "X-Kind: b");
    String a = hit("five", "X-Kind: a").header("ETag").orElseThrow();
    String b = hit("five", "X-Kind: b").header("ETag").orElseThrow();
    assertThat(a).startsWith("\"").endsWith("\"").isNotEqualTo(b);
    assertThat(hit("five", "X-Kind: a").headers("ETag")).containsExactly(a);
    assertThat(hit("five", "X-Kind: a", "If-None-Match: " + a).status()).isEqualTo(304);
    assertThat(hit("five", "X-Kind: b", "If-None-Match: " + a).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("a stale response is validated at the resource, and served when it is still right")
  void rule14_validation() {
    plan(
        Plan.cacheControl("max-age=60")
            .with("Age: 100", "ETag: \"tag\"", "X-Old: 1", "X-Both: 1", "Vary: X-Kind"),
        Plan.cacheControl("max-age=600")
            .status(304)
            .noEntity()
            .with("ETag: \"tag\"", "X-New: 2", "X-Both: 2", "Vary: X-Kind"));
    miss("explicit", "X-Kind: a");
    RawAnswer validated = asked("explicit", "X-Kind: a");
    Runs.Call asked = runs().last();
    assertThat(asked.headers("If-None-Match")).containsExactly("\"tag\"");
    assertThat(asked.headers("X-Kind")).containsExactly("a");
    assertMerged(validated);
    assertThat(cacheStatus(validated)).contains("fwd=stale").contains("fwd-status=304");
    RawAnswer again = hit("explicit", "X-Kind: a");
    assertMerged(again);
    assertThat(ttl(again)).isBetween(570L, 600L);
    assertThat(runs().count()).isEqualTo(2);
  }

  private static void assertMerged(RawAnswer answer) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("run 1");
    assertThat(answer.complete()).isTrue();
    assertThat(answer.headers("X-Old")).containsExactly("1");
    assertThat(answer.headers("X-New")).containsExactly("2");
    assertThat(answer.headers("X-Both")).containsExactly("2");
    assertThat(answer.headers("ETag")).containsExactly("\"tag\"");
    assertThat(answer.headers("Cache-Control")).containsExactly("max-age=600");
  }

  @Test
  @DisplayName("Content-Length and Content-Type of a 304 do not reach the stored response")
  void rule14_contentLengthStays() {
    plan(
        Plan.cacheControl("max-age=60").with("Age: 100", "ETag: \"tag\""),
        Plan.cacheControl("max-age=600")
            .status(304)
            .noEntity()
            .with("ETag: \"tag\"", "Content-Length: 0"));
    miss("explicit");
    assertThat(asked("explicit").text()).isEqualTo("run 1");
    RawAnswer again = hit("explicit");
    assertThat(again.text()).isEqualTo("run 1");
    assertThat(again.header("Content-Type").orElseThrow()).startsWith("text/plain");
  }

  @Test
  @DisplayName("without an ETag the resource is asked by If-Modified-Since")
  void rule14_validationByDate() {
    plan(
        Plan.cacheControl("max-age=60").with("Age: 100", "Last-Modified: " + MODIFIED),
        Plan.cacheControl("max-age=600").status(304).noEntity());
    miss("explicit");
    assertThat(asked("explicit").text()).isEqualTo("run 1");
    assertThat(runs().last().headers("If-Modified-Since")).containsExactly(MODIFIED);
    hit("explicit");
  }

  @Test
  @DisplayName("when the resource has a new response, that one is served and stored")
  void rule14_validationThatFails() {
    plan(
        Plan.cacheControl("max-age=60").with("Age: 100", "ETag: \"one\"", "X-Old: 1"),
        Plan.cacheControl("max-age=60").with("ETag: \"two\""));
    miss("explicit");
    RawAnswer fresh = miss("explicit");
    assertThat(fresh.text()).isEqualTo("run 2");
    assertThat(fresh.headers("X-Old")).isEmpty();
    assertThat(fresh.headers("ETag")).containsExactly("\"two\"");
    RawAnswer again = hit("explicit");
    assertThat(again.text()).isEqualTo("run 2");
    assertThat(again.headers("X-Old")).isEmpty();
  }

  @Test
  @DisplayName("the client's own condition is answered after the validation")
  void rule14_theClientsCondition() {
    plan(
        Plan.cacheControl("max-age=60").with("Age: 100", "ETag: \"tag\""),
        Plan.cacheControl("max-age=60").status(304).noEntity().with("Age: 100", "ETag: \"tag\""));
    miss("explicit");
    assertThat(asked("explicit", "If-None-Match: \"tag\"").status()).isEqualTo(304);
    RawAnswer other = asked("explicit", "If-None-Match: \"other\"");
    assertThat(runs().last().headers("If-None-Match").toString()).contains("\"tag\"");
    assertThat(other.status()).isEqualTo(200);
    assertThat(other.text()).isEqualTo("run 1");
  }

  @Test
  @DisplayName("a resource that evaluates preconditions itself is validated cheaply")
  void rule14_evaluatePreconditions() {
    plan(Plan.cacheControl("max-age=60").with("ETag: \"tag\"", "Age: 58"));
    String path = "preconditions/" + id;
    assertMiss(app.get(path));
    assertHit(app.get(path));
    await().atMost(PATIENCE).until(() -> runs().count() > 1 || !isHit(app.get(path)));
    RawAnswer validated = app.get(path);
    assertThat(validated.status()).isEqualTo(200);
    assertThat(validated.text()).isEqualTo("run 1");
  }

  @Test
  @DisplayName("a 304 that the client's condition got from the resource is no response for others")
  void rule14_aMissWithACondition() {
    plan(Plan.cacheControl("max-age=60").with("ETag: \"tag\""));
    String path = "preconditions/" + id;
    RawAnswer first = app.get(path, "If-None-Match: \"tag\"");
    assertThat(first.status()).isEqualTo(304);
    RawAnswer second = app.get(path);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text()).startsWith("run ");
  }

  @Test
  @DisplayName("a 304 that adds Vary makes no entry for everybody")
  void rule13_a304ThatAddsVary() {
    plan(
        Plan.cacheControl("max-age=60").with("Age: 100", "ETag: \"tag\"").text("run {n}"),
        Plan.cacheControl("max-age=600")
            .status(304)
            .noEntity()
            .with("ETag: \"tag\"", "Vary: Accept-Language"),
        Plan.cacheControl("max-age=600").with("Vary: Accept-Language").text("run {n}"));
    miss("explicit", "Accept-Language: en");
    assertThat(asked("explicit", "Accept-Language: en").text()).isEqualTo("run 1");
    assertThat(miss("explicit", "Accept-Language: de").text()).isEqualTo("run 3");
  }
}
