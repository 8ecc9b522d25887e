package dev.larder.http;

import static dev.larder.http.Messages.NOW;
import static dev.larder.http.Messages.get;
import static dev.larder.http.Messages.minutes;
import static dev.larder.http.Messages.only;
import static dev.larder.http.Messages.request;
import static dev.larder.http.Messages.stored;
import static dev.larder.http.Messages.storingCookies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Decision.Forward;
import dev.larder.http.Decision.Hit;
import dev.larder.http.Decision.OnlyIfCached;
import dev.larder.http.Decision.Validate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request is answered with: rules 2, 8, 11, 13, 17 and 18. */
class ReuseTest {

  private static final CacheOptions CALM =
      new CacheOptions(
          false, Duration.ofDays(1), Duration.ZERO, Duration.ofMinutes(10), Duration.ofDays(7));
  private static final CachePolicy POLICY = new CachePolicy(CacheOptions.DEFAULTS);
  private static final Directive EXPLICIT = Directive.EXPLICIT_ONLY;

  private static Decision decide(String request, StoredResponse stored, double later) {
    return decide(POLICY, request, stored, later);
  }

  private static Decision decide(
      CachePolicy policy, String request, StoredResponse stored, double later) {
    return policy.decide(
        get(request), EXPLICIT, only(stored), 0, NOW.plusMillis(Math.round(later * 1_000)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 60", "0.999, 0, 60", "1, 1, 59", "59, 59, 1", "59.999, 59, 1"})
  void aFreshResponseIsAHitWithItsAgeAndWhatIsLeft(double later, long age, long ttl) {
    StoredResponse stored = stored("Cache-Control: max-age=60");
    assertThat(decide("(none)", stored, later)).isEqualTo(new Hit(stored, age, ttl, false));
  }

  @ParameterizedTest
  @ValueSource(doubles = {60, 60.001, 61, 10_000})
  void atTheEndOfItsLifetimeItIsStale(double later) {
    StoredResponse stored = stored("Cache-Control: max-age=60");
    assertThat(decide("(none)", stored, later))
        .isEqualTo(new Validate(stored, HeaderFields.NONE, ForwardReason.STALE));
  }

  @Test
  void headIsAnsweredFromAStoredGetAndOtherMethodsAreForwarded() {
    StoredResponse stored = stored("Cache-Control: max-age=60");
    assertThat(POLICY.decide(request("HEAD", "(none)"), EXPLICIT, only(stored), 0, NOW))
        .isInstanceOf(Hit.class);
    for (String method : List.of("POST", "OPTIONS", "get", "PURGE")) {
      assertThat(
              POLICY.decide(
                  request(method, "Cache-Control: only-if-cached"), EXPLICIT, only(stored), 0, NOW))
          .isEqualTo(new Forward(ForwardReason.METHOD));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "(none), false",
    "Content-Length: 0, false",
    "If-None-Match: *, false",
    "content-length: 4, true",
    "Content-Length: 00, true",
    "Content-Length: 0 ⏎ Content-Length: 4, true",
    "Transfer-Encoding: x, true",
    "If-Match: \"a\", true",
    "If-Unmodified-Since: x, true"
  })
  void contentAndPreconditionsOfTheCurrentStateAreForTheResource(String request, boolean needed) {
    assertThat(CachePolicy.needsResource(get(request))).isEqualTo(needed);
  }

  @Test
  void aMissSaysWhetherOtherVariantsAreThere() {
    assertThat(POLICY.decide(get("(none)"), EXPLICIT, Candidates.NONE, 0, NOW))
        .isEqualTo(new Forward(ForwardReason.URI_MISS));
    assertThat(POLICY.decide(get("(none)"), EXPLICIT, new Candidates(List.of(), true), 0, NOW))
        .isEqualTo(new Forward(ForwardReason.VARY_MISS));
  }

  @Test
  void ofTwoThatMatchTheYoungerDateWinsThenTheOneReceivedLater() {
    String fresh = "Cache-Control: max-age=600 ⏎ Date: ";
    StoredResponse older = stored(200, fresh + "{-20}", NOW.plusSeconds(5), 0);
    StoredResponse younger = stored(200, fresh + "{-10}", NOW, 0);
    StoredResponse later = stored(200, fresh + "{-10}", NOW.plusSeconds(1), 0);
    assertThat(chosen(older, younger)).isSameAs(younger);
    assertThat(chosen(younger, older)).isSameAs(younger);
    assertThat(chosen(younger, later)).isSameAs(later);
    assertThat(chosen(later, younger)).isSameAs(later);
    assertThat(chosen(older, later, younger)).isSameAs(later);
  }

  private static StoredResponse chosen(StoredResponse... candidates) {
    Decision decision = POLICY.decide(get("(none)"), EXPLICIT, only(candidates), 0, NOW);
    return ((Hit) decision).stored();
  }

  @ParameterizedTest
  @CsvSource({"7, 8, false", "7, 7, true", "0, 8, true", "7, 0, true", "0, 0, true"})
  void theResponseOfAnotherResourceMethodIsNotUsed(long stored, long asked, boolean hit) {
    StoredResponse response = stored(200, "Cache-Control: max-age=60", NOW, stored);
    Decision decision = POLICY.decide(get("(none)"), EXPLICIT, only(response), asked, NOW);
    assertThat(decision instanceof Hit).isEqualTo(hit);
    assertThat(decision.equals(new Forward(ForwardReason.URI_MISS))).isEqualTo(!hit);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | Cache-Control: max-age=60, no-store
          200 | Cache-Control: max-age=60, private
          200 | Cache-Control: max-age=60, "
          200 | Cache-Control: max-age=60 ⏎ Set-Cookie: a=b
          599 | Cache-Control: max-age=60, must-understand
          206 | Cache-Control: max-age=60
          """)
  void whatMayNotBeStoredIsNotReusedEither(int status, String fields) {
    StoredResponse stored = stored(status, fields);
    StoredResponse older = stored(200, "Cache-Control: max-age=60 ⏎ Date: {-9}", NOW, 0);
    assertThat(decide("(none)", stored, 1)).isEqualTo(new Forward(ForwardReason.URI_MISS));
    assertThat(chosen(stored, older)).isSameAs(older);
  }

  @Test
  void aCookieIsReplayedWhereTheDirectiveStillAllowsIt() {
    StoredResponse stored = stored("Cache-Control: max-age=60 ⏎ Set-Cookie: a=b");
    assertThat(POLICY.decide(get("(none)"), storingCookies(), only(stored), 0, NOW))
        .isInstanceOf(Hit.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control: no-cache",
        "Cache-Control: No-CaChE, max-age=600",
        "Cache-Control: no-cache=\"a\", max-age=600",
        "Cache-Control: max-age=600 ⏎ Cache-Control: no-cache",
        "CDN-Cache-Control: no-cache ⏎ Cache-Control: max-age=600",
        "Cache-Control: no-cache, max-age=600, stale-while-revalidate=600"
      })
  void noCacheIsNeverReusedWithoutValidation(String fields) {
    StoredResponse stored = stored(fields + " ⏎ ETag: \"a\"");
    Validate expected =
        new Validate(stored, Messages.fields("If-None-Match: \"a\""), ForwardReason.STALE);
    assertThat(decide("(none)", stored, 0)).isEqualTo(expected);
    assertThat(decide("Cache-Control: max-stale", stored, 0)).isEqualTo(expected);
    assertThat(decide(new CachePolicy(CALM), "(none)", stored, 0)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Cache-Control: no-cache
          Cache-Control: NO-CACHE
          Cache-Control: max-age=0
          Cache-Control: max-age=9
          Cache-Control: max-age=-5
          Cache-Control: max-age=600, max-age=5
          Cache-Control: min-fresh=51
          Cache-Control: min-fresh=600
          Pragma: no-cache
          Pragma: foo, No-Cache
          """)
  void aClientMayWantAValidation(String request) {
    StoredResponse stored = stored("Cache-Control: max-age=60");
    assertThat(decide(request, stored, 10))
        .isEqualTo(new Validate(stored, HeaderFields.NONE, ForwardReason.REQUEST));
    assertThat(decide(new CachePolicy(CALM), request, stored, 10)).isInstanceOf(Hit.class);
    assertThat(decide(new CachePolicy(CALM.withClientReload()), request, stored, 10))
        .isInstanceOf(Validate.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Cache-Control: max-age=10
          Cache-Control: max-age=600
          Cache-Control: min-fresh=50
          Cache-Control: min-fresh=0
          Cache-Control: max-stale
          Cache-Control: foo, bar=baz
          Cache-Control: nothing-to-see-here
          Cache-Control: foo="no-cache, max-age=0"
          Cache-Control: stale-if-error=5
          Cache-Control: only-if-cached
          Cache-Control: no-transform
          Cache-Control: foo ⏎ Pragma: no-cache
          Pragma: foo
          """)
  void otherDirectivesOfAClientLeaveAFreshHit(String request) {
    assertThat(decide(request, stored("Cache-Control: max-age=60"), 10)).isInstanceOf(Hit.class);
  }

  @Test
  void maxAgeZeroMeansAValidationAlsoInTheMomentOfTheResponse() {
    assertThat(decide("Cache-Control: max-age=0", stored("Cache-Control: max-age=60"), 0))
        .isInstanceOf(Validate.class);
  }

  @Test
  void theAgeThatWasReceivedCountsForTheClientToo() {
    StoredResponse stored = stored("Cache-Control: max-age=3600 ⏎ Age: 1800");
    assertThat(decide("Cache-Control: max-age=600", stored, 0)).isInstanceOf(Validate.class);
    assertThat(decide("Cache-Control: min-fresh=1801", stored, 0)).isInstanceOf(Validate.class);
    assertThat(decide("Cache-Control: min-fresh=1800", stored, 0)).isInstanceOf(Hit.class);
  }

  @Test
  void whatIsStaleBesidesIsForwardedForThatReason() {
    StoredResponse stored = stored("Cache-Control: max-age=60");
    assertThat(((Validate) decide("Cache-Control: no-cache", stored, 60)).reason())
        .isEqualTo(ForwardReason.STALE);
    assertThat(((Validate) decide("Cache-Control: min-fresh=5", stored, 60)).reason())
        .isEqualTo(ForwardReason.STALE);
  }

  @Test
  void aClientThatSaysNoStoreIsNotServedFromTheCacheIfItMayReload() {
    StoredResponse stored = stored("Cache-Control: max-age=60");
    assertThat(decide("Cache-Control: no-store", stored, 1))
        .isEqualTo(new Forward(ForwardReason.REQUEST));
    assertThat(decide(new CachePolicy(CALM), "Cache-Control: no-store", stored, 1))
        .isInstanceOf(Hit.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max-stale       | 60    | true
          max-stale       | 99999 | true
          max-stale=5     | 60    | true
          max-stale=5     | 65    | true
          max-stale=5     | 65.1  | false
          max-stale=0     | 60    | true
          max-stale=0     | 60.1  | false
          max-stale=x     | 61    | false
          max-stale, max-stale=5 | 66 | false
          max-age=600, max-stale=5 | 62 | true
          max-age=61, max-stale=5 | 62 | false
          """)
  void aClientMayTakeStaleResponses(String directives, double later, boolean hit) {
    StoredResponse stored = stored("Cache-Control: max-age=60");
    Decision decision = decide("Cache-Control: " + directives, stored, later);
    assertThat(decision instanceof Hit).isEqualTo(hit);
    if (decision instanceof Hit stale) {
      assertThat(stale.refresh()).isFalse();
      assertThat(stale.ttl()).isEqualTo((long) Math.floor(60 - later));
    }
  }

  @Test
  void maxStaleIsHonouredWhetherOrNotClientsMayReload() {
    StoredResponse stored = stored("Cache-Control: max-age=60");
    assertThat(decide(new CachePolicy(CALM), "Cache-Control: max-stale=5", stored, 62))
        .isEqualTo(new Hit(stored, 62, -2, false));
  }

  @Test
  void onlyIfCachedIsAHitOrNothing() {
    StoredResponse stored = stored("Cache-Control: max-age=60 ⏎ ETag: \"a\"");
    String only = "Cache-Control: only-if-cached";
    for (CachePolicy policy : List.of(POLICY, new CachePolicy(CALM))) {
      assertThat(decide(policy, only, stored, 10)).isInstanceOf(Hit.class);
      assertThat(decide(policy, only, stored, 61)).isEqualTo(new OnlyIfCached(ForwardReason.STALE));
      assertThat(decide(policy, only + ", max-stale", stored, 61)).isInstanceOf(Hit.class);
      assertThat(policy.decide(get(only), EXPLICIT, Candidates.NONE, 0, NOW))
          .isEqualTo(new OnlyIfCached(ForwardReason.URI_MISS));
      assertThat(policy.decide(get(only), EXPLICIT, new Candidates(List.of(), true), 0, NOW))
          .isEqualTo(new OnlyIfCached(ForwardReason.VARY_MISS));
    }
    assertThat(decide(only + ", no-cache", stored, 10))
        .isEqualTo(new OnlyIfCached(ForwardReason.REQUEST));
  }

  @Test
  void theDirectivesLifetimeAndTheEstimateMakeHits() {
    StoredResponse silent = stored("X: y");
    assertThat(POLICY.decide(get("(none)"), minutes(5), only(silent), 0, NOW))
        .isEqualTo(new Hit(silent, 0, 300, false));
    StoredResponse modified = stored("Last-Modified: {-1000} ⏎ Date: {+0}");
    assertThat(decide("(none)", modified, 0)).isEqualTo(new Hit(modified, 0, 100, false));
  }

  @Test
  void whatVariesByAFieldThatWasNotComparedIsNotUsed() {
    StoredResponse varies = stored("Cache-Control: max-age=60 ⏎ Vary: Cookie");
    assertThat(decide("(none)", varies, 1)).isInstanceOf(Forward.class);
    Directive byFile =
        new Directive(null, false, null, List.of("x-tenant"), List.of(), false, false);
    StoredResponse stored = stored("Cache-Control: max-age=60");
    assertThat(POLICY.decide(get("(none)"), byFile, only(stored), 0, NOW))
        .isInstanceOf(Forward.class);
  }
}
