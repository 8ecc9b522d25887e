package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.http.rules.app.Plan;
import dev.larder.testing.RawAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;

/** What tests of rules have in common: the application, an id of their own, and their words. */
abstract class Rules {

  static final String ALICE = basic("alice");
  static final String BOB = basic("bob");

  /** What any wait in these tests may take; none should. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Pattern TTL = Pattern.compile("\\bttl=(-?\\d+)");

  App app;
  String id;

  @BeforeEach
  void begin(App application) {
    app = application;
    id = App.newId();
  }

  /** Plans the next runs for this test's id. */
  void plan(Plan... plans) {
    app.plan(id, plans);
  }

  /** Sends a GET to the planned resource of a directive. */
  RawAnswer get(String directive, String... headers) {
    return app.get(directive + "/" + id, headers);
  }

  RawAnswer send(String method, String directive, String... headers) {
    return app.send(method, directive + "/" + id, headers);
  }

  Runs runs() {
    return app.runs(id);
  }

  /** Sends the GET and expects that it is answered from the cache. */
  RawAnswer hit(String directive, String... headers) {
    RawAnswer answer = get(directive, headers);
    assertHit(answer);
    return answer;
  }

  /** Sends the GET and expects that the resource answers. */
  RawAnswer miss(String directive, String... headers) {
    RawAnswer answer = get(directive, headers);
    assertMiss(answer);
    return answer;
  }

  /** Sends the GET and expects that the resource was asked, whoever's body it then is. */
  RawAnswer asked(String directive, String... headers) {
    int before = runs().count();
    RawAnswer answer = get(directive, headers);
    assertThat(runs().count()).as(answer.toString()).isEqualTo(before + 1);
    return answer;
  }

  /** Expects that the resource answers each of two requests: nothing was stored that is reused. */
  void neverReused(String directive, String... headers) {
    RawAnswer first = miss(directive, headers);
    RawAnswer second = miss(directive, headers);
    assertThat(second.text()).isNotEqualTo(first.text());
    assertThat(runs().count()).isEqualTo(2);
  }

  /** Expects that the resource answers the first of two requests, and the cache the second. */
  RawAnswer reused(String directive, String... headers) {
    RawAnswer first = miss(directive, headers);
    RawAnswer second = hit(directive, headers);
    assertThat(second.status()).isEqualTo(first.status());
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(runs().count()).isEqualTo(1);
    return second;
  }

  void awaitRuns(int count) {
    await("runs").atMost(PATIENCE).until(() -> runs().count() >= count);
    assertThat(runs().count()).isEqualTo(count);
  }

  /** Waits until that many runs go on at once. */
  void awaitInside(int count) {
    await("runs inside").atMost(PATIENCE).until(() -> runs().inside() == count);
  }

  static boolean isHit(RawAnswer answer) {
    return answer.headers("X-Cache").equals(java.util.List.of("HIT"));
  }

  static void assertHit(RawAnswer answer) {
    assertThat(answer.headers("X-Cache")).as(answer.toString()).containsExactly("HIT");
  }

  static void assertMiss(RawAnswer answer) {
    assertThat(answer.headers("X-Cache")).as(answer.toString()).containsExactly("MISS");
  }

  static String cacheStatus(RawAnswer answer) {
    return answer.header("Cache-Status").orElseThrow(() -> new AssertionError(answer.toString()));
  }

  /** The ttl of a hit as Cache-Status says it. */
  static long ttl(RawAnswer answer) {
    Matcher matcher = TTL.matcher(cacheStatus(answer));
    assertThat(matcher.find()).as(answer.toString()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  static long age(RawAnswer answer) {
    return Long.parseLong(
        answer.header("Age").orElseThrow(() -> new AssertionError(answer.toString())));
  }

  static String basic(String user) {
    byte[] pair = (user + ":" + user).getBytes(StandardCharsets.US_ASCII);
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** A time from now in a pattern, in English and UTC. */
  static String time(String pattern, long seconds) {
    return ZonedDateTime.now(ZoneOffset.UTC)
        .plusSeconds(seconds)
        .format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
  }

  /** A time from now as HTTP writes it. */
  static String date(long seconds) {
    return time("EEE, dd MMM yyyy HH:mm:ss 'GMT'", seconds);
  }
}
