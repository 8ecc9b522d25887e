package dev.larder.http;

import static dev.larder.http.Messages.NOW;
import static dev.larder.http.Messages.get;
import static dev.larder.http.Messages.request;
import static dev.larder.http.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The responses that are made of stored ones: rules 7, 11, 14, 16 and 17. */
class AnswersTest {

  private static final CachePolicy POLICY = new CachePolicy(CacheOptions.DEFAULTS);

  private static final String FIELDS =
      "X-A: 1 ⏎ ETag: \"a\" ⏎ x-a: 2 ⏎ Date: {-9} ⏎ Content-Type: text/plain ⏎ Set-Cookie: c=d"
          + " ⏎ Last-Modified: {-99} ⏎ Vary: Accept ⏎ Cache-Control: max-age=60 ⏎ Expires: {+60}"
          + " ⏎ Content-Location: /c ⏎ Access-Control-Allow-Origin: * ⏎ CDN-Cache-Control: a";

  private static Answer answer(CacheRequest request, StoredResponse stored, int later) {
    return POLICY.answer(request, Directive.EXPLICIT_ONLY, stored, NOW.plusSeconds(later));
  }

  private static Answer answer(String request, String fields) {
    return answer(get(request), stored(fields), 0);
  }

  @Test
  void aHitRepeatsEveryFieldWithItsDateAndSaysItsAge() {
    Answer answer = answer(get("(none)"), stored(FIELDS), 3);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.fields()).isEqualTo(Messages.fields(FIELDS + " ⏎ Age: 12"));
    assertThat(answer.offset()).isZero();
    assertThat(answer.length()).isEqualTo(10);
  }

  @Test
  void theAgeThatWasReceivedIsReplaced() {
    StoredResponse stored = stored("age: 30 ⏎ X: y ⏎ Age: 7");
    assertThat(answer(get("(none)"), stored, 3).fields())
        .isEqualTo(Messages.fields("X: y ⏎ Age: 33"));
  }

  @Test
  void theLengthIsSaidWhereTheResourceSaidItAndIsTheTrueOne() {
    assertThat(answer("(none)", "content-length: 10 ⏎ X: y").fields())
        .isEqualTo(Messages.fields("content-length: 10 ⏎ X: y ⏎ Age: 0"));
    assertThat(answer("(none)", "X: y ⏎ Content-Length: 3 ⏎ Content-Length: 3").fields())
        .isEqualTo(Messages.fields("X: y ⏎ Content-Length: 10 ⏎ Age: 0"));
  }

  @Test
  void headGetsTheFieldsAndTheLengthOfAGet() {
    Answer answer = answer(request("HEAD", "Range: bytes=0-1"), stored(FIELDS), 3);
    assertThat(answer).isEqualTo(answer(get("(none)"), stored(FIELDS), 3));
    assertThat(answer(request("HEAD", "If-None-Match: \"a\""), stored(FIELDS), 3).status())
        .isEqualTo(304);
  }

  @ParameterizedTest
  @ValueSource(ints = {203, 204, 301, 404, 410, 500})
  void conditionsAndRangesAreForA200(int status) {
    String request = "If-None-Match: * ⏎ If-Modified-Since: {+99} ⏎ Range: bytes=0-1";
    Answer answer = answer(get(request), stored(status, FIELDS), 0);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.length()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "a"   | "a"                      | 304
          "a"   | W/"a"                    | 304
          W/"a" | "a"                      | 304
          W/"a" | W/"a"                    | 304
          "a"   | "a", "b", "c"            | 304
          "a"   | "b", "a", "c"            | 304
          "a"   | "b","c","a"              | 304
          "a"   | "b" ⏎ If-None-Match: "a" | 304
          "a"   | *                        | 304
          "a,b" | "x", "a,b"               | 304
          "a"   | "b"                      | 200
          "a"   | "A"                      | 200
          "a,b" | "a"                      | 200
          "a"   | a                        | 200
          a     | "a"                      | 200
          "a"   |                          | 200
          """)
  void whoHasTheEntityTagHasTheResponse(String etag, String condition, int status) {
    String request = "If-None-Match: " + (condition == null ? "" : condition);
    assertThat(answer(request, "ETag: " + etag).status()).isEqualTo(status);
  }

  @Test
  void ofSeveralEntityTagsNoneIsBelieved() {
    assertThat(answer("If-None-Match: \"a\"", "ETag: \"a\" ⏎ ETag: \"a\"").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {-99}                     | Last-Modified: {-99}                 | 304
          {-98}                     | Last-Modified: {-99}                 | 304
          {-100}                    | Last-Modified: {-99}                 | 200
          {-99} ⏎ If-Modified-Since: {-99} | Last-Modified: {-99}          | 200
          yesterday                 | Last-Modified: {-99}                 | 200
          {-9}                      | Date: {-9}                           | 304
          {-10}                     | Date: {-9}                           | 200
          {-9}                      | Last-Modified: x ⏎ Date: {-9}        | 304
          {+0}                      | X: y                                 | 304
          {-1}                      | X: y                                 | 200
          Sunday, 01-Mar-26 11:00:00 GMT | Last-Modified: Sun, 01 Mar 2026 11:00:00 GMT | 304
          Sun Mar  1 11:00:00 2026       | Last-Modified: Sun, 01 Mar 2026 11:00:00 GMT | 304
          """)
  void whoHasItSinceItWasModifiedHasTheResponse(String since, String fields, int status) {
    assertThat(answer("If-Modified-Since: " + since, fields).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          If-None-Match: "a" ⏎ If-Modified-Since: {-999}  | 304
          If-None-Match: "b" ⏎ If-Modified-Since: {+0}    | 200
          If-None-Match: b ⏎ If-Modified-Since: {+0}      | 200
          If-None-Match: ⏎ If-Modified-Since: {+0}        | 200
          """)
  void theEntityTagBeatsTheDate(String request, int status) {
    assertThat(answer(request, FIELDS).status()).isEqualTo(status);
  }

  @Test
  void conditionsOfTheOriginAreNotEvaluated() {
    String request = "If-Match: \"other\" ⏎ If-Unmodified-Since: {-9999}";
    assertThat(answer(request, FIELDS).status()).isEqualTo(200);
  }

  @Test
  void notModifiedRepeatsWhatGuidesCachesAndHasNoContent() {
    Answer answer = answer(get("If-None-Match: \"a\" ⏎ Range: bytes=0-1"), stored(FIELDS), 3);
    assertThat(answer)
        .isEqualTo(
            new Answer(
                304,
                Messages.fields(
                    "ETag: \"a\" ⏎ Date: {-9} ⏎ Vary: Accept ⏎ Cache-Control: max-age=60"
                        + " ⏎ Expires: {+60} ⏎ Content-Location: /c"
                        + " ⏎ Access-Control-Allow-Origin: * ⏎ CDN-Cache-Control: a ⏎ Age: 12"),
                0,
                0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bytes=0-1   | bytes 0-1/10 | 0 | 2
          bytes=1-    | bytes 1-9/10 | 1 | 9
          bytes=-1    | bytes 9-9/10 | 9 | 1
          bytes=-99   | bytes 0-9/10 | 0 | 10
          bytes=8-99  | bytes 8-9/10 | 8 | 2
          """)
  void aPartIsServedWithItsFields(String range, String contentRange, int offset, int length) {
    String fields = FIELDS + " ⏎ Content-Length: 10 ⏎ Content-MD5: x ⏎ Content-Digest: y";
    Answer answer = answer(get("Range: " + range), stored(fields), 3);
    assertThat(answer)
        .isEqualTo(
            new Answer(
                206,
                Messages.fields(
                    FIELDS
                        + " ⏎ Content-Range: "
                        + contentRange
                        + " ⏎ Content-Length: "
                        + length
                        + " ⏎ Age: 12"),
                offset,
                length));
  }

  @Test
  void aRangeThatCannotBeSatisfiedIs416AndNotTakenForTheResponse() {
    String fields =
        FIELDS + " ⏎ Content-Length: 10 ⏎ Content-Security-Policy: p ⏎ Content-Encoding: gzip";
    Answer answer = answer(get("Range: bytes=10-"), stored(fields), 3);
    assertThat(answer)
        .isEqualTo(
            new Answer(
                416,
                Messages.fields(
                    "X-A: 1 ⏎ x-a: 2 ⏎ Date: {-9} ⏎ Set-Cookie: c=d ⏎ Vary: Accept"
                        + " ⏎ Access-Control-Allow-Origin: * ⏎ Content-Security-Policy: p"
                        + " ⏎ Content-Range: bytes */10 ⏎ Content-Length: 0 ⏎ Age: 12"),
                0,
                0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1, 3-4",
        "bytes=4-2",
        "lines=0-1",
        "bytes",
        "bytes=0-1 ⏎ Range: bytes=0-1"
      })
  void aRangeThatIsNotUnderstoodIsIgnored(String range) {
    Answer answer = answer("Range: " + range, FIELDS);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.length()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "a"      | 206
          {-99}    | 206
          W/"a"    | 200
          "b"      | 200
          {-98}    | 200
          nonsense | 200
          """)
  void aRangeIsServedOnlyOfTheResponseThatTheClientKnows(String condition, int status) {
    assertThat(answer("Range: bytes=0-1 ⏎ If-Range: " + condition, FIELDS).status())
        .isEqualTo(status);
    assertThat(answer("Range: bytes=99- ⏎ If-Range: " + condition, FIELDS).status())
        .isEqualTo(status == 206 ? 416 : 200);
  }

  @Test
  void aGeneratedEntityTagServesConditionsAndRanges() {
    byte[] body = PolicyCache.bytes(Messages.BODY);
    Storability.Storable storable =
        (Storability.Storable)
            POLICY.storability(
                get("(none)"), Messages.minutes(5), Messages.head(200, "X: y"), List.of(), NOW);
    StoredResponse stored = POLICY.stored(200, storable, body, NOW, NOW, 0);
    String tag = StrongEtag.of(body).toString();
    assertThat(answer(get("If-None-Match: " + tag), stored, 0).status()).isEqualTo(304);
    assertThat(answer(get("Range: bytes=0-1 ⏎ If-Range: " + tag), stored, 0).status())
        .isEqualTo(206);
  }
}
