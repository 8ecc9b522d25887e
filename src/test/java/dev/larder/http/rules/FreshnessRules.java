package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.http.rules.app.Plan;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 8 to 11: how long a response is fresh, and how old it is. */
@Feature("Response cache: freshness")
abstract class FreshnessRules extends Rules {

  /** Fields are divided by a bar. */
  private void planFields(String fields) {
    plan(Plan.ok().with(fields.split("\\|")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control: max-age=60",
        "Cache-Control: MAX-AGE=60",
        "cache-control: Max-Age=60",
        "Cache-Control: max-age=0060",
        "Cache-Control: max-age=99999999999999999999",
        "Cache-Control: s-maxage=60, max-age=0",
        "Cache-Control: max-age=0, s-maxage=60",
        "Cache-Control: max-age=60|Expires: Thu, 01 Jan 1998 00:00:00 GMT",
        "Cache-Control: max-age=60|Expires: 0",
        "Cache-Control: extension=\", no-store, max-age=0\", max-age=60",
        "Cache-Control: extension=\"a\\\", no-store\", max-age=60",
        "Cache-Control: max-age=60, unknown, other=value",
        "Cache-Control: public|Expires: {date+60}",
        "CDN-Cache-Control: max-age=60|Cache-Control: max-age=0",
        "CDN-Cache-Control: max-age=60|Cache-Control: no-store",
        "CDN-Cache-Control: max-age=60|Expires: 0",
        "CDN-Cache-Control: max-age=60, other=\"text\"|Cache-Control: private",
        "CDN-Cache-Control: max-age=60;parameter|Cache-Control: max-age=0",
        "CDN-Cache-Control: max-age=0|CDN-Cache-Control: max-age=60|Cache-Control: no-store",
        "CDN-Cache-Control: max-age=0, &|Cache-Control: max-age=60",
        "CDN-Cache-Control: MAX-AGE=0|Cache-Control: max-age=60",
        "CDN-Cache-Control: |Cache-Control: max-age=60",
      })
  @DisplayName("these responses are fresh")
  void rule08_fresh(String fields) {
    planFields(fields);
    reused("explicit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control: max-age=0",
        "Cache-Control: max-age=-5",
        "Cache-Control: max-age='60'",
        "Cache-Control: max-age=0, max-age=60",
        "Cache-Control: max-age=60, max-age=0",
        "Cache-Control: max-age=60|Cache-Control: max-age=0",
        "Cache-Control: s-maxage=60, s-maxage=0",
        "Cache-Control: s-maxage=0, max-age=60",
        "Cache-Control: max-age=60, s-maxage=0",
        "Cache-Control: max-age=0|Expires: {date+60}",
        "Expires: {date-60}",
        "Date: {date}|Expires: {date}",
        "Date: {date+60}|Expires: {date+60}",
        "CDN-Cache-Control: max-age=0|Cache-Control: max-age=60",
        "CDN-Cache-Control: no-store|Cache-Control: max-age=60",
        "CDN-Cache-Control: private|Cache-Control: max-age=60",
        "CDN-Cache-Control: no-cache|Cache-Control: max-age=60",
        "CDN-Cache-Control: max-age=60, max-age=0|Cache-Control: max-age=60",
        "CDN-Cache-Control: max-age=60, &|Cache-Control: no-store",
        "CDN-Cache-Control: max-age=60;;|Cache-Control: no-store",
        "CDN-Cache-Control: max-age=\"60\"|Cache-Control: no-store",
        "CDN-Cache-Control: max-age=60.0|Cache-Control: no-store",
      })
  @DisplayName("these responses are stale, whatever lifetime the directive has")
  void rule08_stale(String fields) {
    planFields(fields);
    neverReused("five");
    id = App.newId();
    planFields(fields);
    neverReused("explicit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control: extension=\"max-age=60\"",
        "Cache-Control: extension=\"a, max-age=60\"",
        "Cache-Control: xmax-age=60",
        "CDN-Cache-Control: other",
      })
  @DisplayName("these responses state nothing of their freshness")
  void rule08_nothingStated(String fields) {
    planFields(fields);
    neverReused("explicit");
    id = App.newId();
    planFields(fields);
    assertThat(ttl(reused("five"))).isBetween(270L, 300L);
  }

  @Test
  @DisplayName("s-maxage counts before max-age, and max-age before Expires minus Date")
  void rule08_theOrderOfLifetimes() {
    plan(Plan.cacheControl("max-age=1000, s-maxage=600").with("Expires: {date+2000}"));
    assertThat(ttl(reused("five"))).isBetween(560L, 600L);
    id = App.newId();
    plan(Plan.cacheControl("max-age=1000").with("Expires: {date+2000}"));
    assertThat(ttl(reused("five"))).isBetween(960L, 1000L);
    id = App.newId();
    plan(Plan.ok().with("Date: {date-100}", "Expires: {date+900}"));
    assertThat(ttl(reused("five"))).isBetween(860L, 900L);
    id = App.newId();
    plan(
        Plan.cacheControl("max-age=1000, s-maxage=600")
            .with("CDN-Cache-Control: max-age=300", "Expires: {date+2000}"));
    assertThat(ttl(reused("five"))).isBetween(260L, 300L);
    id = App.newId();
    plan(Plan.cacheControl("max-age=1000, max-age=600"));
    assertThat(ttl(reused("five"))).isBetween(560L, 600L);
  }

  static Stream<String> datesThatAreNone() {
    String day = time("EEE", 3600);
    String rest = time("dd MMM yyyy HH:mm:ss", 3600);
    return Stream.of(
        "0",
        "-1",
        "",
        "soon",
        rest,
        day + ", " + rest + " CET",
        day + ", " + rest + " EST",
        day + ", " + rest + " +0000",
        day + ", " + rest + " UTC",
        day + ", " + rest,
        time("EEE, dd MMM yy HH:mm:ss 'GMT'", 3600),
        day + " " + rest + " GMT",
        day + ",  " + rest + " GMT",
        day + ", " + time("dd MMM yyyy  HH:mm:ss", 3600) + " GMT",
        time("EEE, dd-MMM-yyyy HH:mm:ss 'GMT'", 3600),
        time("EEE, dd MMM yyyy HH.mm.ss 'GMT'", 3600),
        day + ", " + time("dd MMM yyyy", 86_400) + " 1:02:03 GMT",
        day + ", " + time("d MMM yyyy HH:mm:ss", 3600).replaceAll("^0", "") + "GMT",
        time("yyyy-MM-dd'T'HH:mm:ss'Z'", 3600));
  }

  @ParameterizedTest
  @MethodSource("datesThatAreNone")
  @DisplayName("an Expires that is no valid date means stale")
  void rule09_invalidDatesAreStale(String expires) {
    plan(Plan.ok().with("Expires: " + expires));
    neverReused("five");
  }

  @Test
  @DisplayName("several lines of Expires mean stale")
  void rule09_severalLinesAreStale() {
    plan(Plan.ok().with("Expires: {date+60}", "Expires: {date+120}"));
    neverReused("five");
  }

  static Stream<String> validDates() {
    String imf = date(3600);
    return Stream.of(
        imf,
        imf.toLowerCase(java.util.Locale.ROOT),
        imf.toUpperCase(java.util.Locale.ROOT),
        time("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", 3600),
        time("EEE MMM ppd HH:mm:ss yyyy", 3600),
        "Fri, 01 Jan 2100 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT");
  }

  @ParameterizedTest
  @MethodSource("validDates")
  @DisplayName("a date in any of the three forms of HTTP, odd case and far years included, counts")
  void rule09_validDates(String expires) {
    plan(Plan.ok().with("Expires: " + expires));
    reused("explicit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "30", "0030", "-7200", "7200x", "7200.5", "old", "0, 7200", "0|7200"})
  @DisplayName("with this Age an hour is not over")
  void rule10_stillFresh(String age) {
    plan(withAge(age));
    reused("explicit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3600",
        "7200",
        "007200",
        "7200, 0",
        "7200|0",
        "2147483648",
        "99999999999999999999"
      })
  @DisplayName("with this Age an hour is over")
  void rule10_stale(String age) {
    plan(withAge(age));
    neverReused("explicit");
  }

  private static Plan withAge(String lines) {
    Plan plan = Plan.cacheControl("max-age=3600");
    for (String line : lines.split("\\|")) {
      plan.with("Age: " + line);
    }
    return plan;
  }

  @Test
  @DisplayName("a received Age counts into the Age of a reused response")
  void rule10_theReceivedAgeCounts() {
    plan(Plan.cacheControl("max-age=3600").with("Age: 1000"));
    RawAnswer reused = reused("explicit");
    assertThat(age(reused)).isBetween(1000L, 1030L);
    assertThat(ttl(reused)).isBetween(2570L, 2600L);
  }

  @Test
  @DisplayName("a reused response says how old it is, and keeps its Date")
  void rule11_ageGrowsAndDateStays() {
    plan(Plan.cacheControl("max-age=3600"));
    RawAnswer first = miss("five");
    String date = first.header("Date").orElseThrow();
    await().atMost(PATIENCE).until(() -> age(hit("five")) >= 1);
    RawAnswer later = hit("five");
    assertThat(later.headers("Date")).containsExactly(date);
    assertThat(later.headers("Age")).hasSize(1);
    assertThat(runs().count()).isEqualTo(1);
  }

  @Test
  @DisplayName("a Date of the application is kept, and counts into the age")
  void rule11_theDateOfTheApplication() {
    plan(Plan.cacheControl("max-age=3600").with("Date: " + date(-600)));
    RawAnswer first = miss("five");
    RawAnswer reused = hit("five");
    assertThat(reused.headers("Date")).isEqualTo(first.headers("Date"));
    assertThat(age(reused)).isBetween(600L, 630L);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 203, 204, 299, 300, 301, 308, 404, 405, 410, 414, 500, 501, 503})
  @DisplayName("a stale response is not reused, whatever its status")
  void rule11_staleIsNotReused(int status) {
    Plan plan = Plan.cacheControl("max-age=60").with("Age: 100", "X-Run: {n}").status(status);
    plan(status == 204 ? plan.noEntity() : plan);
    assertThat(miss("five").headers("X-Run")).containsExactly("1");
    assertThat(miss("five").headers("X-Run")).containsExactly("2");
  }

  @Test
  @DisplayName("a response becomes stale in time, and the resource answers again")
  void rule11_freshnessEnds() {
    plan(Plan.cacheControl("max-age=1"));
    miss("five");
    await().atMost(PATIENCE).until(() -> !isHit(get("five")));
    assertThat(runs().count()).isEqualTo(2);
  }
}
