package dev.larder.http;

import static dev.larder.http.Messages.NOW;
import static dev.larder.http.Messages.by;
import static dev.larder.http.Messages.get;
import static dev.larder.http.Messages.head;
import static dev.larder.http.Messages.minutes;
import static dev.larder.http.Messages.only;
import static dev.larder.http.Messages.perUser;
import static dev.larder.http.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Explanation.Origin;
import dev.larder.http.Explanation.Outcome;
import dev.larder.http.Explanation.Seen;
import dev.larder.http.Explanation.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an explanation shows of single cases; that it is right is the business of its property. */
class ExplanationTest {

  private static final CachePolicy POLICY = new CachePolicy(CacheOptions.DEFAULTS);

  private static Explanation.Reuse reuse(String request, Directive directive, String response) {
    return POLICY.explainReuse(
        get(request), directive, only(stored(response)), 0, NOW.plusSeconds(20));
  }

  private static Explanation.Storing storing(Directive directive, String response) {
    return POLICY.explainStoring(get("(none)"), directive, head(200, response), List.of(), NOW);
  }

  private static Step step(Explanation explanation, Rule rule) {
    return explanation.steps().stream()
        .filter(each -> each.rule() == rule)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "Cache-Control: s-maxage=60, S_MAXAGE, 60, Cache-Control",
        "Cache-Control: max-age=60, MAX_AGE, 60, Cache-Control",
        "CDN-Cache-Control: max-age=60 ⏎ Cache-Control: max-age=1, MAX_AGE, 60, CDN-Cache-Control",
        "CDN-Cache-Control: public ⏎ Cache-Control: max-age=1, OVERRIDDEN, 0, CDN-Cache-Control",
        "Expires: {+60}, EXPIRES, 60, Expires",
        "Last-Modified: {-600}, HEURISTIC, 60, Last-Modified",
        "X: y, NONE, 0, -",
      })
  void theTimesSayWhereTheLifetimeComesFrom(
      String response, Lifetime from, long lifetime, String field) {
    Explanation.Times times = reuse("(none)", Directive.EXPLICIT_ONLY, response).times();
    assertThat(times.from()).isEqualTo(from);
    assertThat(times.lifetime()).isEqualTo(Duration.ofSeconds(lifetime));
    assertThat(times.field()).isEqualTo(field);
    assertThat(times.age()).isEqualTo(Duration.ofSeconds(20));
    assertThat(times.left()).isEqualTo(Duration.ofSeconds(lifetime - 20));
  }

  @Test
  void theDirectiveGivesTheLifetimeOfResponsesThatStateNone() {
    assertThat(reuse("(none)", minutes(5), "X: y").times().from()).isEqualTo(Lifetime.DIRECTIVE);
    assertThat(storing(minutes(5), "X: y").times().lifetime()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void aStepShowsWhatItsRuleLookedAt() {
    Explanation.Reuse told =
        reuse("Cache-Control: max-age=10", minutes(5), "Cache-Control: max-age=60, public");
    Step decided = step(told, Rule.REQUEST_MAX_AGE);
    assertThat(told.decidedBy()).isEqualTo(Rule.REQUEST_MAX_AGE);
    assertThat(decided.outcome()).isEqualTo(Outcome.DECIDED);
    assertThat(decided.seen())
        .containsExactly(new Seen(Origin.REQUEST, "Cache-Control: max-age=10"));
    assertThat(step(told, Rule.NO_CACHE).seen())
        .containsExactly(new Seen(Origin.RESPONSE, "Cache-Control: max-age=60, public"));
    assertThat(step(told, Rule.FRESH))
        .isEqualTo(new Step(Rule.FRESH, Outcome.NOT_REACHED, List.of()));
  }

  @Test
  void whatAnOperatorForbidsIsShownWhereItMatters() {
    CacheOptions calm =
        new CacheOptions(false, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofDays(7));
    Explanation.Reuse told =
        new CachePolicy(calm)
            .explainReuse(get("Cache-Control: no-cache"), minutes(5), only(stored("X: y")), 0, NOW);
    assertThat(step(told, Rule.REQUEST_NO_CACHE))
        .isEqualTo(
            new Step(
                Rule.REQUEST_NO_CACHE,
                Outcome.PASSED,
                List.of(
                    new Seen(Origin.REQUEST, "Cache-Control: no-cache"),
                    new Seen(Origin.OPTIONS, "clients may not force a reload"))));
    assertThat(step(told, Rule.PRAGMA).seen())
        .contains(new Seen(Origin.OPTIONS, "clients may not force a reload"));
  }

  @Test
  void theUserAndWhatSharesAreShownAndCredentialsAreNot() {
    CacheRequest request = by("ada", get("Authorization: Basic c2VjcmV0"));
    Explanation.Storing told =
        POLICY.explainStoring(
            request, perUser(), head(200, "Cache-Control: max-age=60"), List.of(), NOW);
    assertThat(step(told, Rule.AUTHORIZATION).seen())
        .containsExactly(
            new Seen(Origin.REQUEST, "user ada"),
            new Seen(Origin.REQUEST, "Authorization: (not shown)"),
            new Seen(Origin.RESPONSE, "Cache-Control: max-age=60"),
            new Seen(Origin.DIRECTIVE, "each user has an own entry"));
  }

  @Test
  void ofSeveralStoredResponsesEachSaysWhyItIsPassedOver() {
    StoredResponse old = stored("Cache-Control: max-age=60 ⏎ Date: {-30}");
    StoredResponse young = stored("Cache-Control: max-age=60 ⏎ Date: {+0}");
    StoredResponse hidden = stored("Cache-Control: private");
    StoredResponse foreign = stored(200, "Cache-Control: max-age=60", NOW, 7);
    Explanation.Reuse told =
        POLICY.explainReuse(
            get("(none)"), Directive.EXPLICIT_ONLY, only(old, hidden, foreign, young), 1, NOW);
    assertThat(told.candidates())
        .extracting(Explanation.Candidate::stored)
        .containsExactly(old, hidden, foreign, young);
    assertThat(told.candidates())
        .extracting(Explanation.Candidate::selected)
        .containsExactly(false, false, false, true);
    assertThat(told.candidates())
        .extracting(
            candidate ->
                candidate.steps().stream()
                    .filter(each -> each.outcome() == Outcome.DECIDED)
                    .map(each -> each.rule().token())
                    .findFirst()
                    .orElse(""))
        .containsExactly("", "private", "other-resource", "");
  }

  @Test
  void aHitSaysWhatTheClientGets() {
    assertThat(reuse("Range: bytes=0-1", minutes(5), "ETag: \"a\"").answer()).hasValue(206);
    assertThat(reuse("If-None-Match: \"a\"", minutes(5), "ETag: \"a\"").answer()).hasValue(304);
    assertThat(reuse("If-Match: \"a\"", minutes(5), "ETag: \"a\"").answer()).isEmpty();
  }

  @Test
  void aStaleResponseSaysWhetherItStandsInForAnError() {
    String stale = "Cache-Control: max-age=1";
    assertThat(reuse("(none)", minutes(5), stale).standsIn()).isFalse();
    assertThat(reuse("(none)", minutes(5), stale + ", stale-if-error=60").standsIn()).isTrue();
  }

  @Test
  void longValuesAreShortened() {
    Explanation.Storing told = storing(minutes(5), "Cache-Control: x=" + "y".repeat(1_000));
    assertThat(step(told, Rule.NO_STORE).seen())
        .singleElement()
        .satisfies(seen -> assertThat(seen.text()).hasSize(300).endsWith("…"));
  }
}
