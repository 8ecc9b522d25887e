package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.rules.app.Bodies;
import dev.larder.http.rules.app.Plan;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 7: a response comes out of the cache as it went in. */
@Feature("Response cache: replay")
abstract class ReplayRules extends Rules {

  /** Fields of the cache itself, of the connection, and the tag that storing makes. */
  private static final Set<String> DIFFERENT =
      Set.of(
          "x-cache",
          "cache-status",
          "age",
          "connection",
          "keep-alive",
          "transfer-encoding",
          "content-length",
          "etag");

  private static List<String> lines(RawAnswer answer) {
    return answer.headerLines().stream()
        .filter(
            line ->
                !DIFFERENT.contains(line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)))
        .map(line -> line.replaceAll("^[^:]+", "$0").strip())
        .sorted(String.CASE_INSENSITIVE_ORDER)
        .toList();
  }

  private RawAnswer sameLines() {
    RawAnswer first = miss("five");
    RawAnswer second = hit("five");
    assertThat(second.statusLine()).isEqualTo(first.statusLine());
    assertThat(lines(second)).isEqualTo(lines(first));
    assertThat(second.body()).isEqualTo(first.body());
    return second;
  }

  @Test
  @DisplayName("all fields are replayed, unknown ones and several lines of one name too")
  void rule07_allFields() {
    plan(
        Plan.cacheControl("max-age=60")
            .with(
                "X-Unknown: value",
                "X-Several: one",
                "X-Several: two, three",
                "X-Quoted: \"a, b\"; c=\"d\"",
                "Link: </a>; rel=next",
                "Link: </b>; rel=prev",
                "Content-Language: de",
                "Content-Disposition: attachment; filename=\"a b.txt\"",
                "Content-Security-Policy: default-src 'self'",
                "Warning: 199 - \"old\"",
                "Allow: GET, PUT",
                "Retry-After: 5",
                "Location: /somewhere",
                "WWW-Authenticate: Basic realm=\"x\"",
                "Last-Modified: Sat, 01 Jan 2022 12:00:00 GMT",
                "Expires: Sat, 01 Jan 2022 12:00:00 GMT"));
    RawAnswer replayed = sameLines();
    assertThat(replayed.headers("X-Several")).containsExactly("one", "two, three");
    assertThat(replayed.headers("Link")).hasSize(2);
    assertThat(replayed.headers("X-Unknown")).containsExactly("value");
  }

  @Test
  @DisplayName("fields that JAX-RS writes from objects are replayed, too")
  void rule07_typedFields() {
    RawAnswer first = app.get("value/" + id + "/typed");
    assertMiss(first);
    RawAnswer second = app.get("value/" + id + "/typed");
    assertHit(second);
    assertThat(lines(second)).isEqualTo(lines(first));
    assertThat(second.headers("ETag")).containsExactly("\"typed\"");
    assertThat(second.headers("X-Number")).containsExactly("7");
    assertThat(second.headers("Last-Modified")).containsExactly("Thu, 01 Jan 1970 00:00:00 GMT");
  }

  @ParameterizedTest
  @EnumSource(names = {"BYTES", "STREAM", "INPUT", "FILE"})
  @DisplayName("the exact bytes are replayed, whatever kind of entity gave them")
  void rule07_theExactBytes(Plan.Entity entity) {
    plan(Plan.ok().bytes(entity, 100_000).with("Content-Type: application/octet-stream"));
    RawAnswer replayed = sameLines();
    assertThat(replayed.body()).isEqualTo(Bodies.bytes(1, 100_000));
    assertThat(replayed.headers("Content-Type")).containsExactly("application/octet-stream");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/plain;charset=ISO-8859-1",
        "application/json",
        "application/problem+json",
        "image/png",
        "text/html;charset=UTF-8"
      })
  @DisplayName("the media type is replayed with its parameters")
  void rule07_theMediaType(String type) {
    plan(Plan.ok().with("Content-Type: " + type).text("gr\u00fc\u00df {n}"));
    sameLines();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 203, 299, 404, 410, 418})
  @DisplayName("the status is replayed")
  void rule07_theStatus(int status) {
    plan(Plan.cacheControl("max-age=60").status(status));
    assertThat(sameLines().status()).isEqualTo(status);
  }

  @Test
  @DisplayName("responses without a body are stored and replayed")
  void rule07_noBody() {
    plan(Plan.ok().noEntity().with("X-Empty: yes"));
    assertThat(sameLines().body()).isEmpty();
    id = App.newId();
    plan(Plan.ok().status(204).noEntity());
    assertThat(sameLines().status()).isEqualTo(204);
    id = App.newId();
    plan(Plan.cacheControl("max-age=60").status(301).noEntity().with("Location: /there"));
    assertThat(sameLines().headers("Location")).hasSize(1);
    id = App.newId();
    plan(Plan.ok().text(""));
    assertThat(sameLines().body()).isEmpty();
  }

  @Test
  @DisplayName("a method that returns a value, JSON or null is stored as well")
  void rule07_plainValues() {
    for (String kind : new String[] {"text", "json", "null"}) {
      String path = "value/" + id + "/" + kind;
      RawAnswer first = app.get(path);
      assertMiss(first);
      RawAnswer second = app.get(path);
      assertHit(second);
      assertThat(second.status()).isEqualTo(first.status());
      assertThat(second.body()).isEqualTo(first.body());
      assertThat(lines(second)).isEqualTo(lines(first));
    }
  }

  @Test
  @DisplayName("a Date is added where the application sends none, and kept")
  void rule07_date() {
    RawAnswer first = miss("five");
    assertThat(first.headers("Date")).hasSize(1);
    assertThat(hit("five").headers("Date")).isEqualTo(first.headers("Date"));
  }

  @Test
  @DisplayName("fields that are for one connection only are not stored")
  void rule07_hopByHopFields() {
    plan(
        Plan.cacheControl("max-age=60")
            .with(
                "Connection: X-Hop, x-other-hop",
                "X-Hop: 1",
                "X-Other-Hop: 2",
                "Keep-Alive: timeout=5",
                "Proxy-Authenticate: Basic realm=\"x\"",
                "Proxy-Authentication-Info: x",
                "Proxy-Connection: keep-alive",
                "TE: trailers",
                "Trailer: X-Later",
                "X-End: 3"));
    miss("five");
    RawAnswer replayed = hit("five");
    for (String name :
        new String[] {
          "X-Hop",
          "X-Other-Hop",
          "Proxy-Authenticate",
          "Proxy-Authentication-Info",
          "Proxy-Connection",
          "TE",
          "Trailer"
        }) {
      assertThat(replayed.headers(name)).as(name).isEmpty();
    }
    assertThat(replayed.headers("Connection").toString()).doesNotContainIgnoringCase("hop");
    assertThat(replayed.headers("X-End")).containsExactly("3");
  }

  @Test
  @DisplayName(
      "what the application compresses is stored as identity, and each client gets its own")
  void rule07_contentCoding() throws IOException {
    String text = "compress me, ".repeat(100);
    plan(Plan.ok().text(text));
    for (int round = 0; round < 2; round++) {
      RawAnswer zipped = get("zipped", "Accept-Encoding: gzip");
      assertThat(zipped.headers("Content-Encoding")).containsExactly("gzip");
      byte[] plain = new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes();
      assertThat(new String(plain, java.nio.charset.StandardCharsets.UTF_8)).isEqualTo(text);
      RawAnswer identity = get("zipped");
      assertThat(identity.headers("Content-Encoding")).isEmpty();
      assertThat(identity.text()).isEqualTo(text);
    }
    assertThat(runs().count()).isLessThanOrEqualTo(2);
  }

  @Test
  @DisplayName("a coded response of the resource is not replayed to who did not ask for it")
  void rule07_aCodedResponse() {
    plan(Plan.cacheControl("max-age=60").with("Content-Encoding: br"));
    RawAnswer coded = get("five", "Accept-Encoding: br");
    assertThat(coded.headers("Content-Encoding")).containsExactly("br");
    RawAnswer identity = get("five");
    assertThat(isHit(identity)).as(identity.toString()).isFalse();
    RawAnswer gzip = get("five", "Accept-Encoding: gzip");
    assertThat(isHit(gzip)).as(gzip.toString()).isFalse();
    RawAnswer refused = get("five", "Accept-Encoding: br;q=0");
    assertThat(isHit(refused)).as(refused.toString()).isFalse();
  }
}
