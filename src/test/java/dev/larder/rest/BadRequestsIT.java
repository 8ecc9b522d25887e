package dev.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.SharedLarder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad requests of each kind: the right problem, and nothing changes. */
@Feature("Malformed and hostile requests")
class BadRequestsIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();

  private static final String KEPT = "bad:kept";

  /** A request, and the status and the name of its problem. */
  record Case(int status, String problem, String method, String path, String body, String type) {

    @Override
    public String toString() {
      String shown = body == null ? "" : " " + body.substring(0, Math.min(60, body.length()));
      String where = path.substring(0, Math.min(90, path.length()));
      return status + " " + problem + ": " + method + " " + where + shown;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(json(), values(), listings(), counters(), reserved(), http(), requirements())
        .flatMap(cases -> cases);
  }

  private static Stream<Case> json() {
    return Stream.of(
            "",
            "{",
            "null",
            "[]",
            "{}",
            "{\"items\":null}",
            "{\"items\":{\"bad:kept\":\"eA==\"}} x",
            "{\"items\":{\"bad:kept\":\"eA==\",\"bad:kept\":\"eQ==\"}}",
            "{\"items\":{\"bad:kept\":\"eA==\"},\"tll\":\"5m\"}",
            "{\"items\":{\"bad:kept\":\"eA==\"},\"ttl\":5}",
            "{\"items\":{\"bad:kept\":5}}",
            "{\"items\":{\"bad:kept\":null}}",
            "{\"items\":[\"bad:kept\"]}",
            "{\"items\":".repeat(1_000))
        .flatMap(
            body ->
                Stream.of(
                    new Case(400, "bad-json", "POST", "mset", body, "application/json"),
                    new Case(400, "bad-json", "POST", "mget", body, "application/json")));
  }

  private static Stream<Case> values() {
    String tooLong = "k".repeat(4097);
    String many =
        IntStream.range(0, 1001)
            .mapToObj(i -> "\"bad:" + i + "\":\"\"")
            .collect(Collectors.joining(",", "{\"items\":{", "}}"));
    String manyKeys =
        IntStream.range(0, 1001)
            .mapToObj(i -> "\"" + i + "\"")
            .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    return Stream.of(
        mset(400, "bad-base64", "{\"items\":{\"bad:new\":\"eA==\",\"bad:kept\":\"eA\"}}"),
        mset(400, "bad-base64", "{\"items\":{\"bad:new\":\"eA==\",\"bad:kept\":\"e-_=\"}}"),
        mset(400, "bad-base64", "{\"items\":{\"bad:kept\":\"eB==\"}}"),
        mset(400, "bad-ttl", "{\"items\":{\"bad:kept\":\"eA==\"},\"ttl\":\"0\"}"),
        mset(400, "bad-ttl", "{\"items\":{\"bad:kept\":\"eA==\"},\"ttl\":\"5 m\"}"),
        mset(400, "bad-key", "{\"items\":{\"bad:new\":\"eA==\",\"\\ud800\":\"eA==\"}}"),
        mset(400, "key-too-long", "{\"items\":{\"bad:new\":\"\",\"" + tooLong + "\":\"\"}}"),
        mset(400, "too-many-items", many),
        mset(
            413,
            "value-too-large",
            "{\"items\":{\"bad:new\":\"\",\"bad:kept\":\"" + "AAAA".repeat(2_796_203) + "\"}}"),
        mset(413, "body-too-large", "{\"items\":{\"bad:kept\":\"" + "A".repeat(17 << 20)),
        new Case(400, "too-many-items", "POST", "mget", manyKeys, "application/json"),
        new Case(400, "bad-key", "POST", "mget", "{\"keys\":[\"\\udc00\"]}", "application/json"),
        put(400, "bad-ttl", "entries/bad:kept?ttl=0", "y"),
        put(400, "bad-ttl", "entries/bad:kept?ttl=", "y"),
        put(400, "bad-ttl", "entries/bad:kept?ttl=-5m", "y"),
        put(400, "bad-ttl", "entries/bad:kept?ttl=5", "y"),
        put(400, "bad-ttl", "entries/bad:kept?ttl=36501d", "y"),
        put(400, "bad-ttl", "entries/bad:kept?ttl=99999999999999999999d", "y"),
        put(400, "bad-parameter", "entries/bad:kept?ttl=5m&ttl=6m", "y"),
        put(400, "bad-parameter", "entries/bad:kept?tll=5m", "y"),
        put(400, "bad-parameter", "entries/bad:kept?key=bad:new", "y"),
        put(400, "bad-parameter", "entries?key=bad:kept&key=bad:new", "y"),
        put(400, "bad-parameter", "entries", "y"),
        put(400, "bad-key", "entries?key=bad:kept%FF", "y"),
        put(400, "bad-key", "entries?key=bad:%C0%AF", "y"),
        put(400, "bad-key", "entries?key=%ED%A0%80", "y"),
        put(400, "key-too-long", "entries/" + tooLong, "y"),
        put(400, "key-too-long", "entries?key=" + tooLong, "y"),
        put(413, "value-too-large", "entries/bad:kept", "v".repeat((8 << 20) + 1)),
        put(413, "body-too-large", "entries/bad:kept", "v".repeat((16 << 20) + 1)));
  }

  private static Stream<Case> listings() {
    return Stream.of(
        get(400, "bad-cursor", "keys?pattern=*&cursor=x"),
        get(400, "bad-cursor", "keys?pattern=*&cursor="),
        get(400, "bad-cursor", "keys?pattern=other&cursor=ZWNiOWFhMDBhZnRlcjph"),
        get(400, "bad-parameter", "keys?pattern=*&limit=0"),
        get(400, "bad-parameter", "keys?pattern=*&limit=-1"),
        get(400, "bad-parameter", "keys?pattern=*&limit=many"),
        get(400, "bad-parameter", "keys?pattern=a&pattern=b"),
        get(400, "bad-parameter", "keys?pattern=%FF"),
        get(400, "bad-parameter", "keys?patern=a"),
        delete(400, "bad-parameter", "keys"),
        delete(400, "bad-parameter", "keys?dryRun=true"),
        delete(400, "bad-parameter", "keys?pattern=*&dryRun=yes"),
        delete(400, "bad-parameter", "keys?pattern=*&dryRun"),
        delete(400, "bad-parameter", "keys?pattern=*&dryrun=true"),
        delete(400, "bad-parameter", "keys?pattern=*&pattern=x"),
        delete(400, "bad-parameter", "keys?pattern=*%FF"));
  }

  private static Stream<Case> counters() {
    return Stream.of(
        post(409, "not-an-integer", "counters/bad:kept/incr"),
        post(409, "not-an-integer", "counters/bad:kept/decr"),
        post(409, "not-an-integer", "counters/incr?key=bad:kept"),
        post(409, "overflow", "counters/bad:max/incr"),
        post(400, "bad-parameter", "counters/incr"),
        post(400, "bad-parameter", "counters/bad:kept/incr?by=2"));
  }

  private static Stream<Case> reserved() {
    return Stream.of(
            "bifrost:requirements:content",
            "%7Bbifrost:requirements:content%7D:fence",
            "larder:",
            "larder:any",
            "%6Carder:any")
        .flatMap(
            key ->
                Stream.of(
                    get(403, "reserved-key", "entries/" + key),
                    get(403, "reserved-key", "entries?key=" + key),
                    put(403, "reserved-key", "entries/" + key, "y"),
                    put(403, "reserved-key", "entries?key=" + key, "y"),
                    delete(403, "reserved-key", "entries/" + key),
                    delete(403, "reserved-key", "entries?key=" + key),
                    post(403, "reserved-key", "counters/" + key + "/incr"),
                    post(403, "reserved-key", "counters/" + key + "/decr"),
                    post(403, "reserved-key", "counters/incr?key=" + key),
                    new Case(
                        403,
                        "reserved-key",
                        "POST",
                        "mget",
                        "{\"keys\":[\"bad:kept\",\"" + plain(key) + "\"]}",
                        "application/json"),
                    mset(
                        403,
                        "reserved-key",
                        "{\"items\":{\"bad:new\":\"eA==\",\"" + plain(key) + "\":\"eA==\"}}")));
  }

  private static String plain(String key) {
    return key.replace("%7B", "{").replace("%7D", "}").replace("%6C", "l");
  }

  private static Stream<Case> http() {
    return Stream.of(
        get(404, "not-found", "entries/bad:none"),
        get(404, "not-found", "nothing"),
        get(404, "not-found", "counters/bad:kept"),
        post(405, "method-not-allowed", "entries/bad:kept"),
        new Case(405, "method-not-allowed", "PATCH", "entries/bad:kept", null, null),
        put(405, "method-not-allowed", "stats", "y"),
        new Case(415, "unsupported-media-type", "POST", "mset", "{}", "text/plain"),
        new Case(415, "unsupported-media-type", "POST", "mget", "<a/>", "application/xml"),
        new Case(400, "bad-json", "POST", "mget", "", null),
        new Case(400, "bad-json", "POST", "mset", "", null),
        new Case(400, "bad-request", "PUT", "entries/bad:kept", "y", "no media type"));
  }

  private static Stream<Case> requirements() {
    return Stream.of(
        new Case(400, "bad-json", "PUT", "requirements", "{", "application/json"),
        new Case(400, "bad-json", "PUT", "requirements", "{}", "application/json"),
        new Case(400, "bad-json", "PUT", "requirements", "", null),
        new Case(400, "bad-json", "POST", "requirements/packages", "", null),
        new Case(
            413,
            "body-too-large",
            "PUT",
            "requirements",
            "x\n".repeat((8 << 20) + 1),
            "text/plain"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aBadRequestGetsItsProblemAndChangesNothing(Case bad) {
    LarderClient admin = larder.admin();
    admin.put("api/entries/" + KEPT + "?ttl=none", bytes("kept"));
    admin.put("api/entries/bad:max?ttl=none", bytes("" + Long.MAX_VALUE));
    Map<String, String> before = everything(admin);

    Answer answer =
        bad.type() == null
            ? admin.send(bad.method(), "api/" + bad.path(), body(bad))
            : admin.send(bad.method(), "api/" + bad.path(), body(bad), "Content-Type", bad.type());

    assertThat(answer.status()).as("%s", answer).isEqualTo(bad.status());
    assertThat(answer.header("Content-Type")).contains("application/problem+json");
    assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
    JsonNode problem = answer.json();
    assertThat(problem.get("type").textValue())
        .isEqualTo("https://larder.dev/problems/" + bad.problem());
    assertThat(problem.get("status").intValue()).isEqualTo(bad.status());
    assertThat(problem.get("title").textValue()).isNotBlank();
    assertThat(problem.get("detail").textValue()).isNotBlank();
    assertThat(problem.path("instance").asText("/larder/api/")).startsWith("/larder/api/");
    assertThat(answer.text())
        .doesNotContain("Exception", "dev.larder", "java.", "jackson", "jersey", "127.0.0.1");
    assertThat(everything(admin)).isEqualTo(before);
  }

  @Test
  void aMethodThatIsNotAllowedNamesThoseThatAre() {
    assertThat(larder.admin().post("api/entries/a").header("Allow").orElse(""))
        .contains("GET", "PUT", "DELETE");
  }

  @Test
  void aRepresentationThatIsNotThereIsNotAcceptable() {
    Answer answer = larder.admin().get("api/stats", "Accept", "text/html");
    assertThat(answer.status()).isEqualTo(406);
    assertThat(answer.json().get("type").textValue()).endsWith("/not-acceptable");
  }

  @Test
  void aPageThatDoesNotExistIsAProblemToo() {
    Answer answer = larder.server().client().get("nothing");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).contains("application/problem+json");
    assertThat(answer.json().get("instance").textValue()).isEqualTo("/larder/nothing");
    assertThat(answer.text()).doesNotContain("Payara");
  }

  /** All entries with their values, and the requirements. */
  private static Map<String, String> everything(LarderClient admin) {
    Map<String, String> all = new TreeMap<>();
    String cursor = "";
    do {
      JsonNode page = admin.get("api/keys?pattern=bad:*&limit=1000" + cursor).json();
      page.get("keys").forEach(key -> all.put(key.textValue(), ""));
      cursor = page.get("cursor").isNull() ? "" : "&cursor=" + page.get("cursor").textValue();
    } while (!cursor.isEmpty());
    all.replaceAll((key, empty) -> admin.get("api/entries/" + key).text());
    all.put("requirements", admin.get("api/requirements").text());
    return all;
  }

  private static byte[] body(Case bad) {
    return bad.body() == null ? null : bytes(bad.body());
  }

  private static Case mset(int status, String problem, String body) {
    return new Case(status, problem, "POST", "mset", body, "application/json");
  }

  private static Case put(int status, String problem, String path, String body) {
    return new Case(status, problem, "PUT", path, body, null);
  }

  private static Case get(int status, String problem, String path) {
    return new Case(status, problem, "GET", path, null, null);
  }

  private static Case delete(int status, String problem, String path) {
    return new Case(status, problem, "DELETE", path, null, null);
  }

  private static Case post(int status, String problem, String path) {
    return new Case(status, problem, "POST", path, null, null);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
