package dev.larder.http;

import static dev.larder.http.Messages.NOW;
import static dev.larder.http.Messages.get;
import static dev.larder.http.Messages.head;
import static dev.larder.http.Messages.minutes;
import static dev.larder.http.Messages.request;
import static dev.larder.http.Messages.storingCookies;
import static dev.larder.http.Messages.varyingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Storability.NotStorable;
import dev.larder.http.Storability.Storable;
import dev.larder.http.StoredResponse.Selecting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which responses are stored, and how: rules 1, 2 and 4 to 7. */
class StoringTest {

  private static final CachePolicy POLICY = new CachePolicy(CacheOptions.DEFAULTS);
  private static final Directive EXPLICIT = Directive.EXPLICIT_ONLY;

  private static Storability of(CacheRequest request, Directive directive, ResponseHead head) {
    return POLICY.storability(request, directive, head, List.of(), NOW);
  }

  private static Storability of(Directive directive, int status, String fields) {
    return of(get("(none)"), directive, head(status, fields));
  }

  private static Storable storable(Directive directive, int status, String fields) {
    return (Storable) of(directive, status, fields);
  }

  private static Duration keep(Directive directive, String fields) {
    return storable(directive, 200, fields).keep();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "POST", "PUT", "get", "QUERY"})
  void onlyGetIsStored(String method) {
    assertThat(of(request(method, "(none)"), minutes(5), head(200, "Cache-Control: max-age=60")))
        .isEqualTo(new NotStorable("method"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (none)
          Last-Modified: soon
          ETag: "a"
          Cache-Control: must-revalidate
          Cache-Control: public
          """)
  void withoutALifetimeOnlyWhatStatesItsOwnIsStored(String fields) {
    assertThat(of(EXPLICIT, 200, fields)).isEqualTo(new NotStorable("no-freshness"));
    assertThat(of(minutes(5), 200, fields)).isInstanceOf(Storable.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Cache-Control: no-store                                              | no-store
          Cache-Control: No-StOrE                                              | no-store
          Cache-Control: max-age=60, no-store                                  | no-store
          Cache-Control: no-store, max-age=60 ⏎ Expires: {+60}                 | no-store
          Cache-Control: max-age=60 ⏎ Cache-Control: no-store                  | no-store
          Cache-Control: no-store ⏎ cache-control: max-age=60                  | no-store
          Cache-Control: private                                               | private
          Cache-Control: PRIVATE, max-age=60                                   | private
          Cache-Control: private="set-cookie", max-age=60                      | private
          Cache-Control: private, public, s-maxage=60                          | private
          CDN-Cache-Control: no-store ⏎ Cache-Control: max-age=60              | no-store
          CDN-Cache-Control: private ⏎ Cache-Control: max-age=60               | private
          CDN-Cache-Control: max-age=60, && ⏎ Cache-Control: no-store          | no-store
          CDN-Cache-Control: max-age="60" ⏎ Cache-Control: private             | private
          Cache-Control: max-age=60, "                                         | malformed-cache-control
          Cache-Control: must-understand=1, max-age=60                         | malformed-cache-control
          """)
  void theResourceWinsOverTheDirective(String fields, String why) {
    assertThat(of(minutes(5), 200, fields)).isEqualTo(new NotStorable(why));
    assertThat(of(EXPLICIT, 200, fields)).isEqualTo(new NotStorable(why));
    assertThat(of(Messages.perUser(), 200, fields)).isEqualTo(new NotStorable(why));
  }

  @Test
  void aValidCdnCacheControlStandsForCacheControl() {
    String fields = "CDN-Cache-Control: max-age=60 ⏎ Cache-Control: no-store, private";
    assertThat(of(EXPLICIT, 200, fields)).isInstanceOf(Storable.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          599 | must-understand, max-age=60            | must-understand
          599 | no-store, must-understand, max-age=60  | must-understand
          299 | must-understand, max-age=60            | must-understand
          418 | must-understand, max-age=60            | must-understand
          420 | must-understand, max-age=60            | must-understand
          423 | must-understand, max-age=60            | must-understand
          506 | must-understand, max-age=60            | must-understand
          200 | must-understand, private, max-age=60   | private
          599 | no-store, max-age=60                   | no-store
          """)
  void mustUnderstandWantsAStatusThatIsKnown(int status, String directives, String why) {
    assertThat(of(minutes(5), status, "Cache-Control: " + directives))
        .isEqualTo(new NotStorable(why));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 205, 300, 303, 305, 308, 400, 410, 415, 421, 422, 426, 451, 500, 505})
  void mustUnderstandOverridesNoStoreForAStatusThatIsKnown(int status) {
    assertThat(of(EXPLICIT, status, "Cache-Control: must-understand, no-store, max-age=60"))
        .isInstanceOf(Storable.class);
  }

  @Test
  void noCacheMayBeStoredForValidation() {
    assertThat(keep(EXPLICIT, "Cache-Control: no-cache ⏎ ETag: \"a\""))
        .isEqualTo(CacheOptions.DEFAULTS.keepStale());
    assertThat(keep(EXPLICIT, "Cache-Control: max-age=60, no-cache")).isEqualTo(minutesOf(11));
    assertThat(of(EXPLICIT, 500, "Cache-Control: no-cache ⏎ ETag: \"a\""))
        .isEqualTo(new NotStorable("no-freshness"));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 103, 199, 206, 304, 401, 407, 412, 416, 417, 425, 428, 429, 431, 511})
  void someStatusesAreNeverStored(int status) {
    assertThat(of(minutes(5), status, "Cache-Control: max-age=60, public, must-understand"))
        .isEqualTo(new NotStorable("status"));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        200, 203, 204, 299, 301, 302, 303, 307, 308, 400, 404, 410, 499, 500, 502, 503, 504, 599
      })
  void everyOtherStatusIsStoredWithExplicitFreshness(int status) {
    assertThat(of(EXPLICIT, status, "Cache-Control: max-age=60")).isInstanceOf(Storable.class);
    assertThat(of(EXPLICIT, status, "Expires: {+60}")).isInstanceOf(Storable.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 302, 307, 400, 403, 500, 502, 503, 504, 599})
  void anErrorOrOtherUnusualStatusIsNotStoredForWantOfAWord(int status) {
    assertThat(of(minutes(5), status, "Last-Modified: {-9999} ⏎ Date: {+0}"))
        .isEqualTo(new NotStorable("no-freshness"));
    assertThat(of(EXPLICIT, status, "Last-Modified: {-9999} ⏎ Date: {+0}"))
        .isEqualTo(new NotStorable("no-freshness"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-store", "max-age=0, No-Store", "no-store=\"x\"", "a, \""})
  void aRequestMayForbidToStoreItsResponse(String directives) {
    Storability storability =
        of(get("Cache-Control: " + directives), minutes(5), head(200, "Cache-Control: max-age=60"));
    assertThat(storability).isEqualTo(new NotStorable("request-no-store"));
    assertThat(((NotStorable) storability).isForThisRequest()).isTrue();
  }

  @Test
  void whatTheNextRequestCannotMakeStorableIsToldApart() {
    assertThat(new NotStorable("authorization").isForThisRequest()).isTrue();
    assertThat(new NotStorable("method").isForThisRequest()).isTrue();
    assertThat(new NotStorable("no-store").isForThisRequest()).isFalse();
  }

  @Test
  void aCookieIsStoredOnlyWhenTheDirectiveAllowsItAndThenReplayed() {
    String fields = "Cache-Control: max-age=60 ⏎ set-cookie: a=b ⏎ Set-Cookie: c=d";
    assertThat(of(minutes(5), 200, fields)).isEqualTo(new NotStorable("set-cookie"));
    assertThat(storable(storingCookies(), 200, fields).fields().values("Set-Cookie"))
        .containsExactly("a=b", "c=d");
  }

  @Test
  void allEndToEndFieldsAreKeptInTheirOrderAndNoOthers() {
    Storable storable =
        storable(
            EXPLICIT,
            200,
            "X-A: 1 ⏎ Connection: x-hop, close ⏎ X-Hop: 2 ⏎ Keep-Alive: 3 ⏎ TE: 4 ⏎ x-a: 5"
                + " ⏎ Upgrade: 6 ⏎ Transfer-Encoding: chunked ⏎ Proxy-Authenticate: 7"
                + " ⏎ Cache-Control: max-age=60 ⏎ Content-Type: text/plain ⏎ Age: 5");
    assertThat(storable.fields())
        .isEqualTo(
            Messages.fields(
                "X-A: 1 ⏎ x-a: 5 ⏎ Cache-Control: max-age=60 ⏎ Content-Type: text/plain ⏎ Age: 5"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Connection: Cache-Control ⏎ Cache-Control: no-store
          Connection: close, cache-CONTROL ⏎ Cache-Control: max-age=60
          Connection: set-cookie ⏎ Set-Cookie: a=b
          Connection: x ⏎ Connection: vary ⏎ Vary: Cookie
          Connection: cdn-cache-control ⏎ CDN-Cache-Control: private
          Connection: expires ⏎ Expires: 0
          Connection: age ⏎ Age: 999
          Connection: date ⏎ Date: Sun, 06 Nov 1994 08:49:37 GMT
          Connection: content-encoding ⏎ Content-Encoding: gzip
          Connection: access-control-allow-origin ⏎ Access-Control-Allow-Origin: https://a
          """)
  void aResponseWhoseConnectionHidesWhatDecidesIsNotStored(String fields) {
    assertThat(of(minutes(5), 200, fields)).isEqualTo(new NotStorable("connection"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Vary: *
          Vary: *, *
          Vary: * ⏎ Vary: *
          Vary: , *
          Vary: ⏎ Vary: *
          Vary: *, Foo
          Vary: Foo, *
          Vary: Foo, Bar Baz
          """)
  void whatVariesByAnythingIsNotStored(String vary) {
    assertThat(of(EXPLICIT, 200, "Cache-Control: max-age=60 ⏎ " + vary))
        .isEqualTo(new NotStorable("vary"));
  }

  @Test
  void theSelectingFieldsAreThoseOfVaryOfTheDirectiveAndTheImpliedOnes() {
    Storability storability =
        POLICY.storability(
            get("Foo: 1 ⏎ Foo: 2 ⏎ X-Tenant: t ⏎ Accept: text/plain ⏎ Other: o"),
            varyingBy("x-tenant", "foo"),
            head(200, "Cache-Control: max-age=60 ⏎ Vary: FOO, Bar"),
            List.of("accept"),
            NOW);
    assertThat(((Storable) storability).selecting())
        .containsExactly(
            new Selecting("accept", "text/plain"),
            new Selecting("bar", null),
            new Selecting("foo", "1,2"),
            new Selecting("x-tenant", "t"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Content-Encoding: gzip                                 | accept-encoding
          Content-Encoding: identity                             |
          Content-Encoding:                                      |
          Access-Control-Allow-Origin: https://a.example         | origin
          Access-Control-Allow-Origin: null                      | origin
          Access-Control-Allow-Origin: *                         |
          Content-Encoding: br ⏎ Access-Control-Allow-Origin: x  | accept-encoding,origin
          """)
  void aCodedResponseAndOneForAnOriginAreNotForEverybody(String fields, String names) {
    Storable storable = storable(EXPLICIT, 200, "Cache-Control: max-age=60 ⏎ " + fields);
    assertThat(storable.selecting().stream().map(Selecting::name))
        .containsExactly(names == null ? new String[0] : names.split(","));
  }

  private static Duration minutesOf(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text/plain;charset=utf-16  | text/plain;charset=utf-16           | accept
          TEXT/plain; CHARSET = "x"  | text/plain;charset=x                | accept
          text/html, */*;level=1     | text/html; level=1                  | accept
          text/html;q=0.5, x/y;v=b3  | text/html;charset=UTF-8             | (none)
          text/html;q=0.5, x/y;v=b3  | text/html                           | (none)
          text/plain;charset=utf-16  | text/plain                          | (none)
          """)
  void aParameterOfTheMediaTypeThatTheClientChoseIsForThoseWhoChoseIt(
      String accept, String type, String selecting) {
    Storable stored =
        (Storable) of(get("Accept: " + accept), minutes(5), head(200, "Content-Type: " + type));
    assertThat(stored.selecting().stream().map(Selecting::name))
        .containsExactlyElementsOf(selecting.equals("(none)") ? List.of() : List.of(selecting));
  }
}
