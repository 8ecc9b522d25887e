package dev.larder.http;

import static dev.larder.http.Messages.NOW;
import static dev.larder.http.Messages.get;
import static dev.larder.http.Messages.head;
import static dev.larder.http.Messages.only;
import static dev.larder.http.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Decision.Hit;
import dev.larder.http.Decision.Validate;
import dev.larder.http.StoredResponse.Selecting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Validation at the resource, and what its 304 changes: rule 14. */
class FresheningTest {

  private static final CachePolicy POLICY = new CachePolicy(CacheOptions.DEFAULTS);
  private static final Instant LATER = NOW.plusSeconds(100);

  private static Optional<StoredResponse> freshened(String stored, String notModified) {
    return POLICY.freshened(stored(stored), head(304, notModified), LATER.minusMillis(20), LATER);
  }

  private static HeaderFields conditions(int status, String fields) {
    StoredResponse stored = stored(status, "Cache-Control: max-age=0 ⏎ " + fields);
    Decision decision =
        POLICY.decide(get("(none)"), Directive.EXPLICIT_ONLY, only(stored), 0, LATER);
    return ((Validate) decision).conditions();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ETag: "a"                            | If-None-Match: "a"
          ETag: W/"a"                          | If-None-Match: W/"a"
          Last-Modified: {-99}                 | If-Modified-Since: {-99}
          ETag: "a" ⏎ Last-Modified: {-99}     | If-None-Match: "a" ⏎ If-Modified-Since: {-99}
          Last-Modified: Sun Mar  1 11:00:00 2026 | If-Modified-Since: Sun Mar  1 11:00:00 2026
          ETag: a                              | (none)
          ETag: "a" ⏎ ETag: "b"                | (none)
          Last-Modified: long ago              | (none)
          X: y                                 | (none)
          """)
  void theResourceIsAskedWithItsOwnValidators(String fields, String conditions) {
    assertThat(conditions(200, fields)).isEqualTo(Messages.fields(conditions));
  }

  @Test
  void anEntityTagThatTheCacheMadeIsUnknownToTheResource() {
    String made = StrongEtag.of(PolicyCache.bytes(Messages.BODY)).toString();
    assertThat(conditions(200, "ETag: " + made)).isEqualTo(HeaderFields.NONE);
    assertThat(conditions(200, "Last-Modified: {-99} ⏎ ETag: " + made))
        .isEqualTo(Messages.fields("If-Modified-Since: {-99}"));
  }

  @Test
  void anErrorIsNotValidatedSinceConditionsAreForASuccess() {
    assertThat(conditions(404, "ETag: \"a\" ⏎ Last-Modified: {-99}")).isEqualTo(HeaderFields.NONE);
  }

  @Test
  void theFieldsOfTheNotModifiedReplaceThoseStored() {
    StoredResponse fresh =
        freshened(
                "A: 1 ⏎ B: 1 ⏎ a: 2 ⏎ ETag: \"e\" ⏎ Date: {-5} ⏎ Cache-Control: max-age=2"
                    + " ⏎ Content-Type: text/plain ⏎ Age: 99",
                "ETag: \"e\" ⏎ Date: {+100} ⏎ cache-control: max-age=9 ⏎ a: 3 ⏎ A: 4 ⏎ C: 5"
                    + " ⏎ Content-Type: text/html")
            .orElseThrow();
    assertThat(fresh.fields())
        .isEqualTo(
            Messages.fields(
                "B: 1 ⏎ ETag: \"e\" ⏎ Date: {+100} ⏎ cache-control: max-age=9 ⏎ a: 3 ⏎ A: 4"
                    + " ⏎ C: 5 ⏎ Content-Type: text/html"));
  }

  @Test
  void whatDescribesContentAndConnectionChangesNothing() {
    String kept =
        "ETag: \"e\" ⏎ Content-Length: 10 ⏎ Content-Encoding: gzip ⏎ Content-Range: x"
            + " ⏎ Content-MD5: m ⏎ Content-Digest: d ⏎ H: 1";
    StoredResponse fresh =
        freshened(
                kept,
                "ETag: W/\"e\" ⏎ Content-Length: 0 ⏎ content-encoding: br ⏎ Content-Range: y"
                    + " ⏎ Content-MD5: n ⏎ Content-Digest: f ⏎ Connection: h ⏎ H: 2"
                    + " ⏎ Transfer-Encoding: chunked ⏎ Date: {+100}")
            .orElseThrow();
    assertThat(fresh.fields()).isEqualTo(Messages.fields(kept + " ⏎ Date: {+100}"));
  }

  @Test
  void timesAreThoseOfTheValidationAndTheRestStays() {
    StoredResponse stored =
        new StoredResponse(
            head(200, "ETag: \"e\" ⏎ Age: 500 ⏎ Date: {-500} ⏎ Cache-Control: max-age=60"),
            PolicyCache.bytes("x"),
            NOW,
            NOW,
            List.of(new Selecting("foo", "1")),
            42);
    StoredResponse fresh =
        POLICY
            .freshened(stored, head(304, "ETag: \"e\" ⏎ Age: 7"), LATER.minusSeconds(1), LATER)
            .orElseThrow();
    assertThat(fresh.requestTime()).isEqualTo(LATER.minusSeconds(1));
    assertThat(fresh.responseTime()).isEqualTo(LATER);
    assertThat(fresh.body()).isEqualTo(stored.body());
    assertThat(fresh.status()).isEqualTo(200);
    assertThat(fresh.selecting()).isEqualTo(stored.selecting());
    assertThat(fresh.resource()).isEqualTo(42);
    assertThat(fresh.fields().values("Date")).containsExactly(Messages.date(100));
    assertThat(fresh.freshness().ageMillis(LATER)).isEqualTo(8_000);
  }

  @Test
  void aNotModifiedWithoutDateMakesTheResponseFreshAgain() {
    StoredResponse fresh =
        freshened("ETag: \"e\" ⏎ Date: {-500} ⏎ Cache-Control: max-age=60", "(none)").orElseThrow();
    assertThat(POLICY.decide(get("(none)"), Directive.EXPLICIT_ONLY, only(fresh), 0, LATER))
        .isInstanceOf(Hit.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ETag: "a"              | ETag: "a"               | true
          ETag: "a"              | ETag: W/"a"             | true
          ETag: W/"a"            | ETag: W/"a"             | true
          ETag: W/"a"            | ETag: "a"               | false
          ETag: "a"              | ETag: "b"               | false
          ETag: "a"              | ETag: a                 | false
          ETag: "a"              | ETag: "a" ⏎ ETag: "a"   | false
          Last-Modified: {-99}   | ETag: "a"               | false
          ETag: "a"              | (none)                  | true
          Last-Modified: {-99}   | (none)                  | true
          Last-Modified: {-99}   | Last-Modified: {-99}    | true
          Last-Modified: {-99}   | Last-Modified: {-98}    | false
          Last-Modified: {-99}   | Last-Modified: long ago | true
          ETag: "a"              | Last-Modified: {-98}    | true
          ETag: "a" ⏎ Last-Modified: {-99} | ETag: "a" ⏎ Last-Modified: {-98} | true
          """)
  void aNotModifiedOfAnotherRepresentationIsNotBelieved(
      String stored, String notModified, boolean believed) {
    assertThat(freshened(stored, notModified).isPresent()).isEqualTo(believed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Cache-Control: no-store  | no-store
          Cache-Control: private   | private
          Set-Cookie: a=b          | set-cookie
          Vary: *                  | vary
          """)
  void whetherTheResultIsStoredAgainIsAQuestionOfItsFields(String notModified, String why) {
    StoredResponse fresh =
        freshened("ETag: \"a\" ⏎ Cache-Control: max-age=60", notModified).orElseThrow();
    assertThat(
            POLICY.storability(
                get("(none)"), Directive.EXPLICIT_ONLY, fresh.head(), List.of(), LATER))
        .isEqualTo(new Storability.NotStorable(why));
  }
}
