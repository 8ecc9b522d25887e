package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.PolicyCache.By;
import dev.larder.http.PolicyCache.Response;
import dev.larder.http.PolicyCache.Result;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several requests after each other, as the decisions work together. */
class PolicyStoriesTest {

  private final PolicyCache cache = new PolicyCache(CacheOptions.DEFAULTS);
  private final Deque<Response> answers = new ArrayDeque<>();
  private final List<CacheRequest> asked = new ArrayList<>();

  /** The resource answers these in their order, to whoever reaches it. */
  private void resource(Response... responses) {
    answers.addAll(Arrays.asList(responses));
  }

  private static Response full(String body, String fields) {
    return new Response(200, Messages.fields(fields), PolicyCache.bytes(body));
  }

  private static Response notModified(String fields) {
    return new Response(304, Messages.fields(fields), new byte[0]);
  }

  private Result get(String fields) {
    return send(Messages.get(fields));
  }

  private Result send(CacheRequest request) {
    return cache.request(
        request,
        Directive.EXPLICIT_ONLY,
        forwarded -> {
          asked.add(forwarded);
          return answers.remove();
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ETag: "a"             | If-None-Match     | "a"
          ETag: W/"a"           | If-None-Match     | W/"a"
          Last-Modified: {-99}  | If-Modified-Since | {-99}
          """)
  void aStaleResponseIsValidatedThenServedAndStoredAgain(
      String validator, String condition, String value) {
    resource(
        full("one", "Cache-Control: max-age=2 ⏎ A: 1 ⏎ B: 1 ⏎ " + validator),
        notModified("Cache-Control: max-age=5 ⏎ A: 2 ⏎ " + validator));
    get("(none)");
    cache.pass(Duration.ofSeconds(3));
    Result validated = get("If-None-Match: \"mine\" ⏎ X: y");
    assertThat(asked.get(1).fields())
        .isEqualTo(Messages.fields("X: y ⏎ " + condition + ": " + value));
    assertThat(validated.by()).isEqualTo(By.VALIDATED);
    assertThat(validated.response().text()).isEqualTo("one");
    assertThat(validated.field("A")).hasValue("2");
    assertThat(validated.field("B")).hasValue("1");
    cache.pass(Duration.ofSeconds(4));
    Result hit = get("(none)");
    assertThat(hit.by()).isEqualTo(By.HIT);
    assertThat(hit.field("A")).hasValue("2");
    assertThat(hit.field("Age")).hasValue("4");
  }

  @Test
  void theClientsOwnConditionIsAnsweredAfterTheValidation() {
    resource(
        full("one", "Cache-Control: max-age=2 ⏎ Last-Modified: {-3000}"),
        notModified("Last-Modified: {-3000}"));
    get("(none)");
    cache.pass(Duration.ofSeconds(3));
    Result result = get("If-Modified-Since: {-3000}");
    assertThat(result.by()).isEqualTo(By.VALIDATED);
    assertThat(result.status()).isEqualTo(304);
  }

  @Test
  void aNotModifiedOfSomethingElseMakesTheResourceAnswerInFull() {
    resource(
        full("one", "Cache-Control: max-age=2 ⏎ ETag: \"a\""),
        notModified("ETag: \"b\""),
        full("two", "Cache-Control: max-age=2 ⏎ ETag: \"b\""));
    get("(none)");
    cache.pass(Duration.ofSeconds(3));
    assertThat(get("(none)").response().text()).isEqualTo("two");
    assertThat(asked.get(2).fields().has("If-None-Match")).isFalse();
    assertThat(get("(none)").response().text()).isEqualTo("two");
  }

  @Test
  void anOlderFreshResponseIsNotSpoiltByOneThatIsNotToBeStored() {
    resource(
        full("one", "Cache-Control: max-age=1000"),
        full("two", "Cache-Control: no-store, max-age=0"));
    get("(none)");
    assertThat(get("Cache-Control: no-cache").response().text()).isEqualTo("two");
    Result hit = get("(none)");
    assertThat(hit.by()).isEqualTo(By.HIT);
    assertThat(hit.response().text()).isEqualTo("one");
  }

  @Test
  void variantsLiveSideBySide() {
    String fields = "Cache-Control: max-age=60 ⏎ Vary: Foo";
    resource(full("foo 1", fields), full("foo 2", fields), full("no foo", fields));
    assertThat(get("Foo: 1 ⏎ Bar: 1").reason()).isEqualTo(ForwardReason.URI_MISS);
    assertThat(get("Foo: 2").reason()).isEqualTo(ForwardReason.VARY_MISS);
    assertThat(get("Bar: 1").reason()).isEqualTo(ForwardReason.VARY_MISS);
    assertThat(get("Foo:  1 ⏎ Bar: 2").response().text()).isEqualTo("foo 1");
    assertThat(get("Foo: 2").response().text()).isEqualTo("foo 2");
    assertThat(get("(none)").response().text()).isEqualTo("no foo");
    assertThat(asked).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "M-SEARCH"})
  void anUnsafeRequestInvalidatesUnlessItFails(String method) {
    String fields = "Cache-Control: max-age=60";
    resource(full("one", fields), Response.of(500, ""), Response.of(204, ""), full("two", fields));
    get("(none)");
    send(Messages.request(method, "(none)"));
    assertThat(get("(none)").by()).isEqualTo(By.HIT);
    send(Messages.request(method, "(none)"));
    assertThat(get("(none)").response().text()).isEqualTo("two");
  }

  @ParameterizedTest
  @CsvSource({
    "must-revalidate, 503",
    "proxy-revalidate, 503",
    "s-maxage=2, 503",
    "no-cache, 503",
    "foo, 200"
  })
  void whereStalenessIsForbiddenAndTheResourceFailsTheClientGetsTheError(
      String directive, int status) {
    String fields = "ETag: \"a\" ⏎ Cache-Control: max-age=2, stale-if-error=60, ";
    resource(full("one", fields + directive), Response.of(503, ""));
    get("(none)");
    cache.pass(Duration.ofSeconds(3));
    assertThat(get("(none)").status()).isEqualTo(status);
  }

  @Test
  void aHeadIsAnsweredFromAGetAndMakesNoEntry() {
    String fields = "Cache-Control: max-age=60 ⏎ Content-Length: 3";
    resource(Response.of(200, "", "Cache-Control", "max-age=60"), full("one", fields));
    CacheRequest head = Messages.request("HEAD", "(none)");
    assertThat(send(head).reason()).isEqualTo(ForwardReason.URI_MISS);
    assertThat(get("(none)").reason()).isEqualTo(ForwardReason.URI_MISS);
    Result hit = send(head);
    assertThat(hit.by()).isEqualTo(By.HIT);
    assertThat(hit.field("Content-Length")).hasValue("3");
    assertThat(hit.response().body()).isEmpty();
  }

  @Test
  void aResponseIsServedStaleWhileSomebodyShouldRefreshIt() {
    resource(full("one", "Cache-Control: max-age=2, stale-while-revalidate=10"));
    get("(none)");
    cache.pass(Duration.ofSeconds(3));
    Result stale = get("(none)");
    assertThat(stale.by()).isEqualTo(By.STALE_HIT);
    assertThat(stale.refresh()).isTrue();
    assertThat(stale.field("Age")).hasValue("3");
  }

  @Test
  void whoWantsNothingButTheCacheGetsNothingElse() {
    assertThat(get("Cache-Control: only-if-cached").status()).isEqualTo(504);
    assertThat(asked).isEmpty();
  }

  @Test
  void aPartOfAResponseIsNeverTakenForTheWhole() {
    resource(
        new Response(
            206,
            Messages.fields("Cache-Control: max-age=60 ⏎ Content-Range: bytes 0-1/9"),
            PolicyCache.bytes("01")),
        full("012345678", "Cache-Control: max-age=60"));
    get("Range: bytes=0-1");
    assertThat(get("(none)").response().text()).isEqualTo("012345678");
    Result part = get("Range: bytes=7-");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.response().text()).isEqualTo("78");
  }
}
