package dev.larder.http;

import static dev.larder.http.Messages.NOW;
import static dev.larder.http.Messages.minutes;
import static dev.larder.http.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.CacheModule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a response is fresh, and how old it is: rules 4 and 8 to 11. */
class FreshnessTest {

  private static final Directive EXPLICIT = Directive.EXPLICIT_ONLY;

  private static long lifetime(StoredResponse stored, Directive directive) {
    return stored.freshness().lifetimeMillis(directive, CacheOptions.DEFAULTS) / 1_000;
  }

  private static long age(String fields, int secondsLater) {
    return stored(fields).freshness().ageMillis(NOW.plusSeconds(secondsLater)) / 1_000;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Cache-Control: max-age=60                                             | 60
          Cache-Control: MaX-aGe=60                                             | 60
          Cache-Control: max-age=60, s-maxage=10                                | 10
          Cache-Control: s-maxage=10, max-age=60                                | 10
          Cache-Control: max-age=60 ⏎ Cache-Control: s-maxage=10                | 10
          Cache-Control: max-age=1, s-maxage=60 ⏎ Expires: {-10}                | 60
          Cache-Control: max-age=60 ⏎ Expires: {-7200}                          | 60
          Cache-Control: max-age=60 ⏎ Expires: 0                                | 60
          Cache-Control: max-age=0 ⏎ Expires: {+60}                             | 0
          Cache-Control: max-age=99999999999                                    | 2147483648
          Cache-Control: max-age=-60                                            | 0
          Cache-Control: max-age='60'                                           | 0
          Cache-Control: max-age=0060                                           | 60
          Cache-Control: max-age=60, max-age=10                                 | 10
          Cache-Control: public, foo="max-age=100", max-age=1                   | 1
          CDN-Cache-Control: max-age=60                                         | 60
          CDN-Cache-Control: max-age=60 ⏎ Cache-Control: max-age=1              | 60
          CDN-Cache-Control: max-age=1 ⏎ Cache-Control: max-age=60              | 1
          CDN-Cache-Control: max-age=0 ⏎ Expires: {+60}                         | 0
          CDN-Cache-Control: max-age=60 ⏎ Expires: {-60}                        | 60
          CDN-Cache-Control: no-cache ⏎ Cache-Control: max-age=60               | 0
          CDN-Cache-Control: must-revalidate ⏎ Expires: {+60} ⏎ Date: {+0}      | 0
          CDN-Cache-Control: max-age=60, && ⏎ Cache-Control: max-age=1          | 1
          CDN-Cache-Control: max-age="60" ⏎ Cache-Control: max-age=1            | 1
          """)
  void theMostSpecificFieldStatesTheLifetime(String fields, long seconds) {
    assertThat(lifetime(stored(fields), EXPLICIT)).isEqualTo(seconds);
    assertThat(stored(fields).freshness().isKnown(EXPLICIT)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Expires: {+60} ⏎ Date: {+0}                                        | 60
          Expires: {+60} ⏎ Date: {+20}                                       | 40
          Expires: {+60} ⏎ Date: {-20}                                       | 80
          Expires: {+60}                                                     | 60
          Expires: {+60} ⏎ Date: yesterday                                   | 60
          Expires: {+60} ⏎ Date: {+50} ⏎ Date: {+50}                         | 60
          Expires: {+0} ⏎ Date: {+0}                                         | 0
          Expires: {+300} ⏎ Date: {+400}                                     | 0
          Expires: {-60} ⏎ Date: {+0}                                        | 0
          Expires: Thursday, 18-Aug-50 02:01:18 GMT ⏎ Date: {+0}             | 772034478
          Expires: Thu Aug  8 02:01:18 2050 ⏎ Date: {+0}                     | 771170478
          Expires: Fri, 18 Aug 9999 02:01:18 GMT ⏎ Date: {+0}                | 2147483648
          """)
  void expiresCountsFromTheDateOfTheResponse(String fields, long seconds) {
    assertThat(lifetime(stored(fields), EXPLICIT)).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Expires: 0",
        "Expires: -1",
        "Expires:",
        "Expires: never",
        "Expires: Thu, 18 Aug 2050 02:01:18 UTC",
        "Expires: Thu, 18 Aug 2050 02:01:18 AEST",
        "Expires: Thu, 18 Aug 50 02:01:18 GMT",
        "Expires: Thu 18 Aug 2050 02:01:18 GMT",
        "Expires: Thu, 18  Aug  2050 02:01:18 GMT",
        "Expires: Thu, 18-Aug-2050 02:01:18 GMT",
        "Expires: Thu, 18 Aug 2050 02.01.18 GMT",
        "Expires: Thu, 18 Aug 2050 2:01:18 GMT",
        "Expires: {+60} ⏎ Expires: {+60}"
      })
  void expiresThatIsNoSingleDateIsStaleAndNotMissing(String fields) {
    StoredResponse stored = stored(fields + " ⏎ Date: {+0} ⏎ Last-Modified: {-86400}");
    assertThat(stored.freshness().isKnown(EXPLICIT)).isTrue();
    assertThat(lifetime(stored, EXPLICIT)).isZero();
    assertThat(lifetime(stored, minutes(5))).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | (none)                                                     | 300
          404 | (none)                                                     | 300
          200 | Last-Modified: {-86400} ⏎ Date: {+0}                       | 300
          200 | Cache-Control: must-revalidate                             | 300
          200 | Cache-Control: public                                      | 300
          200 | CDN-Cache-Control: must-revalidate                         | 300
          200 | Cache-Control: max-age=0                                   | 0
          200 | Cache-Control: max-age=60                                  | 60
          200 | Cache-Control: max-age=6000                                | 6000
          200 | Cache-Control: max-age=x                                   | 0
          200 | Cache-Control: s-maxage=60                                 | 60
          200 | Expires: 0                                                 | 0
          200 | CDN-Cache-Control: max-age=60                              | 60
          200 | CDN-Cache-Control: no-cache ⏎ Cache-Control: s-maxage=1    | 0
          200 | CDN-Cache-Control: no-cache ⏎ Expires: {+60}               | 0
          500 | (none)                                                     | 0
          201 | (none)                                                     | 0
          302 | (none)                                                     | 0
          403 | (none)                                                     | 0
          599 | (none)                                                     | 0
          302 | Cache-Control: public                                      | 300
          302 | Cache-Control: max-age=60                                  | 60
          """)
  void theDirectivesLifetimeIsForResponsesThatStateNone(int status, String fields, long seconds) {
    assertThat(lifetime(stored(status, fields), minutes(5))).isEqualTo(seconds);
  }

  @Test
  void aDirectivesLifetimeWithoutEndIsALongOne() {
    Directive forEver =
        new Directive(CacheModule.NO_EXPIRY, false, null, List.of(), List.of(), false, false);
    assertThat(lifetime(stored("(none)"), forEver)).isEqualTo(CacheControl.MAX_SECONDS);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501})
  void aTenthOfTheTimeSinceTheLastModificationIsFresh(int status) {
    StoredResponse stored = stored(status, "Last-Modified: {-1000} ⏎ Date: {+0}");
    assertThat(lifetime(stored, EXPLICIT)).isEqualTo(100);
    assertThat(stored.freshness().isKnown(EXPLICIT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 299, 302, 303, 307, 400, 403, 499, 500, 502, 503, 504, 599})
  void nothingIsEstimatedForOtherStatusesUnlessTheyArePublicAndNoOutage(int status) {
    StoredResponse silent = stored(status, "Last-Modified: {-1000} ⏎ Date: {+0}");
    assertThat(lifetime(silent, EXPLICIT)).isZero();
    assertThat(silent.freshness().isKnown(EXPLICIT)).isFalse();
    boolean never = List.of(201, 202, 403, 502, 503, 504).contains(status);
    StoredResponse open =
        stored(status, "Last-Modified: {-1000} ⏎ Date: {+0} ⏎ Cache-Control: public");
    assertThat(lifetime(open, EXPLICIT)).isEqualTo(never ? 0 : 100);
    assertThat(open.freshness().isKnown(EXPLICIT)).isEqualTo(!never);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Last-Modified: {-99999999} ⏎ Date: {+0}                       | 86400
          Last-Modified: {-864000} ⏎ Date: {+0}                         | 86400
          Last-Modified: {-863990} ⏎ Date: {+0}                         | 86399
          Last-Modified: {-1000} ⏎ Date: {-500}                         | 50
          Last-Modified: {+0} ⏎ Date: {+0}                              | 0
          Last-Modified: {+1000} ⏎ Date: {+0}                           | 0
          Last-Modified: long ago ⏎ Date: {+0}                          | 0
          Last-Modified: {-1000} ⏎ Last-Modified: {-1000} ⏎ Date: {+0}  | 0
          """)
  void theEstimateIsBoundedAndNeedsTwoDates(String fields, long seconds) {
    assertThat(lifetime(stored(fields), EXPLICIT)).isEqualTo(seconds);
  }

  @Test
  void aResponseThatSaysNothingHasNoLifetime() {
    assertThat(lifetime(stored("ETag: \"a\""), EXPLICIT)).isZero();
    assertThat(stored("ETag: \"a\"").freshness().isKnown(EXPLICIT)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Date: {+0}                              | 0  | 0
          Date: {+0}                              | 3  | 3
          Date: {+0} ⏎ Age: 30                    | 3  | 33
          Date: {-20}                             | 3  | 23
          Date: {-20} ⏎ Age: 30                   | 3  | 33
          Date: {-40} ⏎ Age: 30                   | 3  | 43
          Date: {+20}                             | 3  | 3
          Date: {+20} ⏎ Age: 30                   | 3  | 33
          Date: nonsense ⏎ Age: 30                | 3  | 33
          Age: 7200, 0                            | 0  | 7200
          Age: 0, 7200                            | 0  | 0
          Age: 7200 ⏎ Age: 0                      | 0  | 7200
          Age: 0 ⏎ Age: 7200                      | 0  | 0
          Age: abc                                | 1  | 1
          Age: -7200                              | 1  | 1
          Age: 7200.0                             | 1  | 1
          Age: 2147483648                         | 1  | 2147483649
          Age: 99999999999999                     | 1  | 2147483649
          """)
  void theAgeIsWhatWasReceivedAndTheTimeStored(String fields, int later, long age) {
    assertThat(age(fields, later)).isEqualTo(age);
  }

  @Test
  void aResponseThatIsVeryOldOutlivesEveryLifetime() {
    StoredResponse stored = stored("Cache-Control: max-age=99999999999 ⏎ Age: 2147483648");
    assertThat(stored.freshness().ageMillis(NOW) / 1_000)
        .isGreaterThanOrEqualTo(lifetime(stored, EXPLICIT));
  }

  @ParameterizedTest
  @CsvSource({"Age: 10, 12500", "Age: 0, 2500", "X: y, 0", "Age: abc, 0"})
  void theTimeThatAResponseTookCountsWhereItHasAnAgeAlready(String field, long age) {
    StoredResponse stored =
        new StoredResponse(
            Messages.head(200, "Date: {+0} ⏎ " + field),
            new byte[0],
            NOW.minusMillis(2_500),
            NOW,
            List.of(),
            0);
    assertThat(stored.freshness().ageMillis(NOW)).isEqualTo(age);
  }

  @Test
  void aClockThatGoesBackMakesNothingYoungerThanItWasReceived() {
    StoredResponse stored =
        new StoredResponse(
            Messages.head(200, "Age: 10 ⏎ Date: {+100}"),
            new byte[0],
            NOW.plusSeconds(50),
            NOW,
            List.of(),
            0);
    assertThat(stored.freshness().ageMillis(NOW.minus(Duration.ofDays(1)))).isEqualTo(10_000);
    assertThat(stored.freshness().ageMillis(Instant.EPOCH)).isEqualTo(10_000);
  }
}
