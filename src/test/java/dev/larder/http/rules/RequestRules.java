package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.rules.app.Plan;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 18: what a request says about reuse. */
@Feature("Response cache: directives of the request")
abstract class RequestRules extends Rules {

  private void store(String cacheControl, int age) {
    plan(
        Plan.cacheControl(cacheControl).with("Age: " + age, "ETag: \"stored\""),
        Plan.cacheControl("max-age=600"));
    miss("explicit");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Cache-Control: no-cache",
        "Cache-Control: NO-CACHE",
        "Cache-Control: other, no-cache",
        "Pragma: no-cache",
        "Cache-Control: max-age=0",
        "Cache-Control: max-age=50",
        "Cache-Control: min-fresh=550",
      })
  @DisplayName("these requests do not take the stored response, and the new one is stored")
  void rule18_aReload(String field) {
    store("max-age=600", 100);
    assertThat(miss("explicit", field).text()).isEqualTo("run 2");
    assertThat(hit("explicit").text()).isEqualTo("run 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control: max-age=500",
        "Cache-Control: min-fresh=400",
        "Cache-Control: max-stale",
        "Cache-Control: only-if-cached",
        "Cache-Control: unknown",
        "Cache-Control: unknown=0, other=\"no-cache\"",
        "Cache-Control: stale-if-error=0",
        "Cache-Control: must-revalidate",
        "Cache-Control: private",
        "Cache-Control: s-maxage=0",
        "Cache-Control:",
        "Cache-Control: ,,",
        "Pragma: other",
      })
  @DisplayName("these requests take it")
  void rule18_takesIt(String field) {
    store("max-age=600", 100);
    assertThat(hit("explicit", field).text()).isEqualTo("run 1");
  }

  @Test
  @DisplayName("no-cache of a request validates what has a validator")
  void rule18_noCacheValidates() {
    plan(
        Plan.cacheControl("max-age=600").with("ETag: \"tag\""),
        Plan.cacheControl("max-age=600").with("ETag: \"tag\"").status(304).noEntity());
    miss("explicit");
    RawAnswer validated = asked("explicit", "Cache-Control: no-cache");
    assertThat(validated.status()).isEqualTo(200);
    assertThat(validated.text()).isEqualTo("run 1");
    assertThat(cacheStatus(validated)).contains("fwd=request");
    assertThat(runs().last().headers("If-None-Match")).containsExactly("\"tag\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"max-stale", "max-stale=100", "max-stale=41, max-age=200"})
  @DisplayName("max-stale takes a response that is not stale for longer")
  void rule18_maxStale(String value) {
    store("max-age=60", 100);
    assertThat(hit("explicit", "Cache-Control: " + value).text()).isEqualTo("run 1");
  }

  @Test
  @DisplayName("max-stale does not take one that is stale for too long, or may not be stale")
  void rule18_maxStaleHasLimits() {
    store("max-age=60", 100);
    assertThat(miss("explicit", "Cache-Control: max-stale=10").text()).isEqualTo("run 2");
    for (String forbidden :
        new String[] {"must-revalidate, max-age=60", "s-maxage=60", "no-cache, max-age=60"}) {
      id = App.newId();
      store(forbidden, 100);
      assertThat(miss("explicit", "Cache-Control: max-stale").text()).isEqualTo("run 2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-store", "No-Store", "max-age=60, no-store"})
  @DisplayName("the answer to a request with no-store is not stored")
  void rule18_noStore(String value) {
    plan(Plan.cacheControl("max-age=600"));
    assertThat(miss("explicit", "Cache-Control: " + value).text()).isEqualTo("run 1");
    assertThat(miss("explicit").text()).isEqualTo("run 2");
    assertThat(hit("explicit").text()).isEqualTo("run 2");
  }

  @Test
  @DisplayName("only-if-cached gets a 504 where nothing fits, and does not run the resource")
  void rule18_onlyIfCached() {
    RawAnswer nothing = get("explicit", "Cache-Control: only-if-cached");
    assertThat(nothing.status()).isEqualTo(504);
    assertThat(runs().count()).isZero();
    store("max-age=60", 100);
    assertThat(get("explicit", "Cache-Control: only-if-cached").status()).isEqualTo(504);
    assertThat(hit("explicit", "Cache-Control: only-if-cached, max-stale").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("Pragma means nothing beside Cache-Control")
  void rule18_pragmaBesideCacheControl() {
    store("max-age=600", 100);
    hit("explicit", "Pragma: no-cache", "Cache-Control: max-age=500");
  }
}
