package dev.larder.http;

import static dev.larder.http.Messages.NOW;
import static dev.larder.http.Messages.get;
import static dev.larder.http.Messages.head;
import static dev.larder.http.Messages.minutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Storability.NotStorable;
import dev.larder.http.Storability.Storable;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a response, and for how long: rules 7, 14 and 15. */
class KeepingTest {

  private static final CachePolicy POLICY = new CachePolicy(CacheOptions.DEFAULTS);
  private static final Directive EXPLICIT = Directive.EXPLICIT_ONLY;

  private static Storability of(Directive directive, int status, String fields) {
    return POLICY.storability(get("(none)"), directive, head(status, fields), List.of(), NOW);
  }

  private static Storable storable(Directive directive, int status, String fields) {
    return (Storable) of(directive, status, fields);
  }

  private static Duration keep(Directive directive, String fields) {
    return storable(directive, 200, fields).keep();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Cache-Control: max-age=60                                                | 660
          Cache-Control: max-age=60 ⏎ Age: 20                                      | 640
          Cache-Control: max-age=60, must-revalidate                               | 60
          Cache-Control: max-age=60, must-revalidate ⏎ ETag: "a"                   | 660
          Cache-Control: max-age=60, must-revalidate ⏎ ETag: a                     | 60
          Cache-Control: max-age=60, s-maxage=60 ⏎ Last-Modified: {-5}             | 660
          Cache-Control: max-age=60, proxy-revalidate ⏎ Last-Modified: long ago    | 60
          Cache-Control: max-age=60, stale-while-revalidate=1000                   | 1060
          Cache-Control: max-age=60, stale-if-error=2000                           | 2060
          Cache-Control: max-age=60, stale-if-error=2000 ⏎ Age: 100                | 1960
          Cache-Control: max-age=60, stale-if-error=2000, must-revalidate          | 60
          Cache-Control: max-age=0 ⏎ ETag: "a"                                     | 600
          Cache-Control: max-age=10 ⏎ ETag: "a" ⏎ Age: 1000                        | 600
          Cache-Control: max-age=0, stale-while-revalidate=5                       | 5
          Cache-Control: max-age=99999999999                                       | 604800
          """)
  void aResponseIsKeptAsLongAsItIsOfUse(String fields, long seconds) {
    assertThat(keep(EXPLICIT, fields)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void theOperatorsStaleIfErrorKeepsResponsesThatDoNotForbidIt() {
    CacheOptions options =
        new CacheOptions(
            true, Duration.ofDays(1), Duration.ofHours(1), Duration.ofSeconds(1), minutesOf(90));
    assertThat(keep(options, "Cache-Control: max-age=60")).isEqualTo(minutesOf(61));
    assertThat(keep(options, "Cache-Control: max-age=60, stale-if-error=5"))
        .isEqualTo(Duration.ofSeconds(65));
    assertThat(keep(options, "Cache-Control: s-maxage=60")).isEqualTo(minutesOf(1));
    assertThat(keep(options, "Cache-Control: max-age=9000")).isEqualTo(minutesOf(90));
  }

  @Test
  void whereNothingIsToBeKeptNothingIsStored() {
    CacheOptions options =
        new CacheOptions(true, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    assertThat(
            new CachePolicy(options)
                .storability(
                    get("(none)"), EXPLICIT, head(200, "Cache-Control: max-age=9"), List.of(), NOW))
        .isEqualTo(new NotStorable("stale"));
  }

  private static Duration keep(CacheOptions options, String fields) {
    Storability storability =
        new CachePolicy(options)
            .storability(get("(none)"), EXPLICIT, head(200, fields), List.of(), NOW);
    return ((Storable) storability).keep();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control: max-age=0",
        "Cache-Control: s-maxage=0, max-age=60",
        "Expires: 0",
        "Expires: {-5}",
        "Cache-Control: max-age=60 ⏎ Age: 60",
        "Cache-Control: max-age=60 ⏎ Date: {-60}",
        "Cache-Control: max-age=0, stale-if-error=60 ⏎ Age: 60",
        "Cache-Control: max-age=0, stale-while-revalidate=60, must-revalidate"
      })
  void whatIsStaleOnArrivalAndCannotBeValidatedIsNotStored(String fields) {
    assertThat(of(minutes(5), 200, fields)).isEqualTo(new NotStorable("stale"));
  }

  @Test
  void aResponseWithoutEntityTagIsStoredWithOneOfItsBytes() {
    byte[] body = PolicyCache.bytes("body");
    StoredResponse stored =
        POLICY.stored(200, storable(minutes(5), 200, "X: y"), body, NOW.minusSeconds(1), NOW, 42);
    assertThat(stored.fields()).isEqualTo(Messages.fields("X: y ⏎ ETag: " + StrongEtag.of(body)));
    assertThat(stored.status()).isEqualTo(200);
    assertThat(stored.body()).isSameAs(body);
    assertThat(stored.requestTime()).isEqualTo(NOW.minusSeconds(1));
    assertThat(stored.responseTime()).isEqualTo(NOW);
    assertThat(stored.resource()).isEqualTo(42);
  }

  @Test
  void anEntityTagOfTheResourceStaysAndOtherStatusesGetNone() {
    byte[] body = PolicyCache.bytes("body");
    HeaderFields own =
        POLICY.stored(200, storable(minutes(5), 200, "etag: W/\"a\""), body, NOW, NOW, 0).fields();
    assertThat(own.values("ETag")).containsExactly("W/\"a\"");
    HeaderFields missing =
        POLICY.stored(404, storable(minutes(5), 404, "X: y"), body, NOW, NOW, 0).fields();
    assertThat(missing.has("ETag")).isFalse();
  }

  private static Duration minutesOf(int minutes) {
    return Duration.ofMinutes(minutes);
  }
}
