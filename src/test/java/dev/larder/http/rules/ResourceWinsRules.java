package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.rules.app.Plan;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 2: the resource always wins over the directive. */
@Feature("Response cache: the resource wins")
abstract class ResourceWinsRules extends Rules {

  /** Lines of Cache-Control are divided by a bar. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-store",
        "No-Store",
        "NO-STORE",
        "no-store, max-age=60",
        "max-age=60, no-store",
        "max-age=60,no-store",
        "max-age=60,\tno-store",
        "max-age=60 , , no-store",
        "public, s-maxage=60, no-store",
        "max-age=60|no-store",
        "no-store|max-age=60",
        "no-store=\"\"",
        "private",
        "Private",
        "private, max-age=60",
        "max-age=60, PRIVATE",
        "max-age=60|private",
        "private=\"x-field\", max-age=60",
        "public, private",
      })
  @DisplayName("no-store and private are not stored, in any spelling, order and line")
  void rule02_noStoreAndPrivateAreNotStored(String cacheControl) {
    Plan plan = Plan.ok().with("Expires: {date+600}");
    for (String line : cacheControl.split("\\|")) {
      plan.with("Cache-Control: " + line);
    }
    plan(plan);
    neverReused("five");
    id = App.newId();
    plan(plan);
    neverReused("explicit");
  }

  @Test
  @DisplayName("no-cache is asked for at the resource each time")
  void rule02_noCacheIsNeverReusedWithoutValidation() {
    plan(
        Plan.cacheControl("no-cache, max-age=60").with("ETag: \"a\""),
        Plan.cacheControl("no-cache, max-age=60").with("ETag: \"a\"").status(304).noEntity());
    miss("five");
    RawAnswer second = asked("five");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text()).isEqualTo("run 1");
    assertThat(runs().last().headers("If-None-Match")).containsExactly("\"a\"");
    assertThat(asked("five").text()).isEqualTo("run 1");
    assertThat(runs().count()).isEqualTo(3);
  }

  @Test
  @DisplayName("no-cache without a validator makes the resource answer each time")
  void rule02_noCacheWithoutValidator() {
    plan(Plan.cacheControl("no-cache"));
    miss("five");
    assertThat(miss("five").text()).isEqualTo("run 2");
  }

  @Test
  @DisplayName("max-age=0 beats the lifetime of the directive")
  void rule02_maxAgeZero() {
    plan(Plan.cacheControl("max-age=0"));
    neverReused("five");
  }

  @Test
  @DisplayName("an older fresh response stays usable when a later one says no-store")
  void rule02_aLaterNoStoreSpoilsNothing() {
    plan(
        Plan.cacheControl("max-age=60").with("X-Which: old"),
        Plan.cacheControl("no-store").with("X-Which: new"));
    miss("five");
    RawAnswer reload = miss("five", "Cache-Control: no-cache");
    assertThat(reload.text()).isEqualTo("run 2");
    RawAnswer again = hit("five");
    assertThat(again.text()).isEqualTo("run 1");
    assertThat(again.headers("X-Which")).containsExactly("old");
    assertThat(again.headers("Cache-Control")).containsExactly("max-age=60");
  }

  @ParameterizedTest
  @ValueSource(ints = {299, 599})
  @DisplayName("must-understand with a status that nobody understands is not reused")
  void rule02_mustUnderstand(int status) {
    plan(Plan.cacheControl("no-store, must-understand, max-age=60").status(status));
    neverReused("five");
  }

  @Test
  @DisplayName("no-store set past JAX-RS is obeyed, too")
  void rule02_noStoreSetPastJaxRs() {
    RawAnswer first = app.get("servlet/" + id + "/no-store");
    assertThat(first.headers("Cache-Control")).containsExactly("no-store");
    assertThat(app.get("servlet/" + id + "/no-store").text()).isEqualTo("run 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"private", "no-store", "max-age=0", "status", "entity", "fail"})
  @DisplayName("what a response filter of the application says or changes is heeded, too")
  void rule02_filtersOfTheApplication(String wish) {
    plan(Plan.ok().text("run {n}"));
    get("late", "X-Late: " + wish);
    assertThat(miss("late").text()).as("nothing of it was stored").isEqualTo("run 2");
    assertThat(hit("late").text()).isEqualTo("run 2");
    assertThat(hit("late").headers("X-Was")).as("it runs on hits as well").containsExactly("here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"private", "no-store", "status"})
  @DisplayName("nor is a response without a body stored that a filter has changed")
  void rule02_filtersOfTheApplicationWithoutABody(String wish) {
    plan(Plan.ok().noEntity());
    get("late", "X-Late: " + wish);
    miss("late");
    hit("late");
  }
}
