package dev.larder.http;

import static dev.larder.http.Messages.NOW;
import static dev.larder.http.Messages.get;
import static dev.larder.http.Messages.only;
import static dev.larder.http.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Decision.Hit;
import dev.larder.http.Decision.Validate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a stale response is served: rule 15. */
class StalenessTest {

  private static final CachePolicy POLICY = new CachePolicy(CacheOptions.DEFAULTS);
  private static final Directive EXPLICIT = Directive.EXPLICIT_ONLY;

  private static CachePolicy withStaleIfError(int seconds) {
    return new CachePolicy(
        new CacheOptions(
            true,
            Duration.ofDays(1),
            Duration.ofSeconds(seconds),
            Duration.ofMinutes(10),
            Duration.ofDays(7)));
  }

  private static Decision decide(String request, String fields, double later) {
    return POLICY.decide(
        get(request), EXPLICIT, only(stored(fields)), 0, NOW.plusMillis((long) (later * 1_000)));
  }

  private static boolean standsIn(CachePolicy policy, String request, String fields, int later) {
    return policy.mayStandIn(get(request), EXPLICIT, stored(fields), 500, NOW.plusSeconds(later));
  }

  @ParameterizedTest
  @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=10", "no-cache"})
  void whereStalenessIsForbiddenNothingStaleIsServed(String forbids) {
    String fields =
        "ETag: \"a\" ⏎ Cache-Control: max-age=10, stale-while-revalidate=60, stale-if-error=60, "
            + forbids;
    assertThat(decide("(none)", fields, 11)).isInstanceOf(Validate.class);
    assertThat(decide("Cache-Control: max-stale", fields, 11)).isInstanceOf(Validate.class);
    assertThat(standsIn(POLICY, "Cache-Control: stale-if-error=60", fields, 11)).isFalse();
    assertThat(standsIn(withStaleIfError(60), "(none)", fields, 11)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10    | true
          15    | true
          40    | true
          40.1  | false
          4000  | false
          """)
  void whileItIsRevalidatedAStaleResponseIsServedAndRefreshed(double later, boolean hit) {
    Decision decision =
        decide("(none)", "Cache-Control: max-age=10, stale-while-revalidate=30", later);
    assertThat(decision instanceof Hit).isEqualTo(hit);
    if (decision instanceof Hit stale) {
      assertThat(stale.refresh()).isTrue();
      assertThat(stale.ttl()).isEqualTo(10 - (long) later);
    }
  }

  @Test
  void aFreshHitNeedsNoRefresh() {
    Decision decision =
        decide("(none)", "Cache-Control: max-age=10, stale-while-revalidate=30", 9.9);
    assertThat(((Hit) decision).refresh()).isFalse();
    assertThat(((Hit) decision).ttl()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Cache-Control: max-age=600             | false
          Cache-Control: max-age=600, max-stale  | true
          Cache-Control: max-stale=1             | true
          Cache-Control: min-fresh=1             | false
          Cache-Control: no-cache                | false
          Cache-Control: only-if-cached          | true
          """)
  void aClientThatWantsFreshResponsesGetsNoneWhileItIsRevalidated(String request, boolean hit) {
    Decision decision = decide(request, "Cache-Control: max-age=10, stale-while-revalidate=30", 15);
    assertThat(decision instanceof Hit).isEqualTo(hit);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          500 | true
          502 | true
          503 | true
          504 | true
          501 | false
          505 | false
          404 | false
          429 | false
          200 | false
          """)
  void aStaleResponseStandsInForSomeErrors(int status, boolean standsIn) {
    StoredResponse stored = stored("Cache-Control: max-age=10, stale-if-error=30");
    assertThat(POLICY.mayStandIn(get("(none)"), EXPLICIT, stored, status, NOW.plusSeconds(20)))
        .isEqualTo(standsIn);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max-age=10, stale-if-error=30 | (none)                           | 0   | 40 | true
          max-age=10, stale-if-error=30 | (none)                           | 0   | 41 | false
          max-age=10, stale-if-error=30 | (none)                           | 0   | 5  | true
          max-age=10                    | (none)                           | 0   | 11 | false
          max-age=10                    | (none)                           | 0   | 5  | false
          max-age=10                    | (none)                           | 60  | 70 | true
          max-age=10                    | (none)                           | 60  | 71 | false
          max-age=10                    | Cache-Control: stale-if-error=60 | 0   | 70 | true
          max-age=10                    | Cache-Control: stale-if-error=60 | 0   | 71 | false
          max-age=10                    | Cache-Control: stale-if-error=60 | 100 | 99 | true
          max-age=10                    | Cache-Control: stale-if-error=60 | 10  | 70 | true
          max-age=10, stale-if-error=5  | Cache-Control: stale-if-error=60 | 60  | 16 | false
          max-age=10, stale-if-error=0  | (none)                           | 60  | 11 | false
          max-age=10, stale-if-error=x  | (none)                           | 60  | 11 | false
          """)
  void theResponseDecidesForHowLongThenTheClientAndTheOperator(
      String response, String request, int configured, int later, boolean standsIn) {
    assertThat(standsIn(withStaleIfError(configured), request, "Cache-Control: " + response, later))
        .isEqualTo(standsIn);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control: max-age=10, stale-if-error=30, private",
        "Cache-Control: max-age=10, stale-if-error=30, no-store",
        "Cache-Control: max-age=10, stale-if-error=30 ⏎ Set-Cookie: a=b"
      })
  void whatMayNotBeStoredStandsInForNothing(String fields) {
    assertThat(standsIn(POLICY, "(none)", fields, 20)).isFalse();
  }
}
