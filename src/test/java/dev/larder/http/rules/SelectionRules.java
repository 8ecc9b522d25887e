package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.rules.app.Plan;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 12 and 13: which stored response belongs to a request. */
@Feature("Response cache: selection")
abstract class SelectionRules extends Rules {

  /** Asks for each of these and expects an entry of its own for each. */
  private void allDifferent(List<String> paths) {
    for (String path : paths) {
      assertMiss(app.get(path));
    }
    for (String path : paths) {
      assertHit(app.get(path));
    }
    assertThat(paths.stream().map(path -> app.get(path).text())).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("path and query tell entries apart, and the order of the query counts")
  void rule12_pathAndQuery() {
    String five = "five/" + id;
    allDifferent(
        List.of(
            five,
            five + "?a=1&b=2",
            five + "?b=2&a=1",
            five + "?a=1%26b=2",
            five + "?a=1&b=2&",
            five + "?A=1&b=2",
            five + "?a=1%26b%3D2",
            five + "/below",
            five + "/below?a=1&b=2"));
  }

  @Test
  @DisplayName("each host that clients name has entries of its own")
  void rule12_authority() {
    miss("five");
    RawAnswer other = miss("five", "Host: other.example");
    assertThat(other.text()).isEqualTo("run 2");
    assertThat(hit("five", "Host: other.example").text()).isEqualTo("run 2");
    assertThat(hit("five").text()).isEqualTo("run 1");
    miss("five", "Host: other.example:81");
  }

  @Test
  @DisplayName("only the parameters that the directive names count")
  void rule12_parametersThatCount() {
    String path = "parameters/" + id;
    assertMiss(app.get(path + "?a=1&b=2"));
    assertHit(app.get(path + "?a=1&b=2&utm_source=mail"));
    assertHit(app.get(path + "?session=x&a=1&b=2"));
    assertMiss(app.get(path + "?a=2&b=2"));
    assertMiss(app.get(path + "?a=1"));
    assertMiss(app.get(path + "?b=2"));
    assertMiss(app.get(path));
    assertHit(app.get(path + "?c=3"));
    assertMiss(app.get(path + "?a=1%26b=2"));
    assertMiss(app.get(path + "?a=1&a=3&b=2"));
  }

  @Test
  @DisplayName("a directive may say that no parameter counts")
  void rule12_noParameterCounts() {
    String path = "parameters/" + id + "/none";
    assertMiss(app.get(path + "?a=1"));
    assertHit(app.get(path + "?b=2"));
    assertHit(app.get(path));
  }

  @Test
  @DisplayName("the fields that Vary names must be those of the first request, absent is not empty")
  void rule13_varySelects() {
    plan(Plan.ok().with("Vary: Accept-Language").text("run {n} for {h:Accept-Language}"));
    assertThat(miss("five", "Accept-Language: en").text()).isEqualTo("run 1 for en");
    assertThat(miss("five", "Accept-Language: de").text()).isEqualTo("run 2 for de");
    assertThat(miss("five").text()).isEqualTo("run 3 for none");
    miss("five", "Accept-Language:");
    assertThat(hit("five", "Accept-Language: en").text()).isEqualTo("run 1 for en");
    assertThat(hit("five", "accept-language:   de  ").text()).isEqualTo("run 2 for de");
    assertThat(hit("five").text()).isEqualTo("run 3 for none");
    assertThat(hit("five", "Accept-Language: en", "X-Other: 1").text()).isEqualTo("run 1 for en");
    assertThat(cacheStatus(miss("five", "Accept-Language: fr"))).contains("fwd=vary-miss");
  }

  @Test
  @DisplayName("several fields select together, in any order of their lines")
  void rule13_severalFields() {
    plan(Plan.ok().with("Vary: accept-language, X-Kind", "Vary: X-Size"));
    miss("five", "Accept-Language: en", "X-Kind: a", "X-Size: 1");
    hit("five", "X-Size: 1", "X-Kind: a", "Accept-Language: en");
    miss("five", "Accept-Language: en", "X-Kind: a", "X-Size: 2");
    miss("five", "Accept-Language: en", "X-Kind: b", "X-Size: 1");
    miss("five", "Accept-Language: en", "X-Size: 1");
    miss("five", "X-Kind: en", "Accept-Language: a", "X-Size: 1");
    hit("five", "Accept-Language: en", "X-Kind: a", "X-Size: 1");
  }

  @Test
  @DisplayName("white space and lines of a selecting field make no difference")
  void rule13_whiteSpaceIsNormalised() {
    plan(Plan.ok().with("Vary: X-List"));
    miss("five", "X-List: a, b");
    hit("five", "X-List:   a, b ");
    hit("five", "X-List: a,b");
    hit("five", "X-List: a ,\tb");
    hit("five", "X-List: a", "X-List: b");
    miss("five", "X-List: b, a");
    miss("five", "X-List: ab");
    assertThat(runs().count()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "Accept-Language, *", "*, Accept-Language", "Accept-Language|*", "*|X-Other"})
  @DisplayName("Vary: * in any place is never reused")
  void rule13_theStarIsNeverReused(String vary) {
    Plan plan = Plan.cacheControl("max-age=60");
    for (String line : vary.split("\\|")) {
      plan.with("Vary: " + line);
    }
    plan(plan);
    neverReused("five");
  }

  @Test
  @DisplayName("of two stored responses that match the younger Date wins")
  void rule13_theYoungerWins() {
    plan(
        Plan.cacheControl("max-age=3600").with("Vary: X-Foo", "Date: {date-100}"),
        Plan.cacheControl("max-age=3600").with("Vary: X-Bar", "Date: {date-50}"));
    miss("five", "X-Foo: 1", "X-Bar: 1");
    miss("five", "X-Foo: 2", "X-Bar: 2");
    assertThat(hit("five", "X-Foo: 1", "X-Bar: 2").text()).isEqualTo("run 2");
    id = App.newId();
    plan(
        Plan.cacheControl("max-age=3600").with("Vary: X-Foo", "Date: {date-50}"),
        Plan.cacheControl("max-age=3600").with("Vary: X-Bar", "Date: {date-100}"));
    miss("five", "X-Foo: 1", "X-Bar: 1");
    miss("five", "X-Foo: 2", "X-Bar: 2");
    assertThat(hit("five", "X-Foo: 1", "X-Bar: 2").text()).isEqualTo("run 1");
  }

  @Test
  @DisplayName("Cookie selects where Vary says so")
  void rule13_varyOnCookie() {
    plan(Plan.ok().with("Vary: Cookie"));
    miss("five", "Cookie: a=1");
    miss("five", "Cookie: a=2");
    miss("five");
    assertThat(hit("five", "Cookie: a=1").text()).isEqualTo("run 1");
    assertThat(hit("five", "Cookie: a=2").text()).isEqualTo("run 2");
  }

  @Test
  @DisplayName("where two methods negotiate, each media type is cached for those who asked for it")
  void rule13_acceptIsImpliedForTwoMethods() {
    String path = "negotiated/" + id;
    assertThat(app.get(path, "Accept: text/plain").text()).startsWith("text");
    RawAnswer json = app.get(path, "Accept: application/json");
    assertThat(json.text()).startsWith("{");
    RawAnswer text = app.get(path, "Accept: text/plain");
    assertHit(text);
    assertThat(text.text()).startsWith("text");
    json = app.get(path, "Accept: application/json");
    assertHit(json);
    assertThat(json.text()).startsWith("{");
    assertThat(json.header("Content-Type").orElseThrow()).startsWith("application/json");
    assertThat(app.get(path, "Accept: image/png").status()).isEqualTo(406);
    assertThat(runs().count()).isEqualTo(2);
  }

  @Test
  @DisplayName("the same where one method offers several types")
  void rule13_acceptIsImpliedForOneMethod() {
    String path = "negotiated/" + id + "/one";
    RawAnswer html = app.get(path, "Accept: text/html");
    RawAnswer csv = app.get(path, "Accept: text/csv");
    assertMiss(html);
    assertMiss(csv);
    assertThat(csv.header("Content-Type").orElseThrow()).startsWith("text/csv");
    html = app.get(path, "Accept: text/html");
    assertHit(html);
    assertThat(html.header("Content-Type").orElseThrow()).startsWith("text/html");
  }

  @Test
  @DisplayName("a response that names an allowed origin is only for that origin")
  void rule13_originIsImplied() {
    plan(Plan.ok().with("Access-Control-Allow-Origin: {h:Origin}"));
    String path = "cors/" + id + "/own";
    assertMiss(app.get(path, "Origin: https://a.example"));
    assertMiss(app.get(path, "Origin: https://b.example"));
    RawAnswer a = app.get(path, "Origin: https://a.example");
    assertHit(a);
    assertThat(a.headers("Access-Control-Allow-Origin")).containsExactly("https://a.example");
    RawAnswer b = app.get(path, "Origin: https://b.example");
    assertHit(b);
    assertThat(b.headers("Access-Control-Allow-Origin")).containsExactly("https://b.example");
  }

  @Test
  @DisplayName("a CORS filter of the application gives each origin its own field")
  void rule13_aCorsFilter() {
    String path = "cors/" + id + "/filter";
    for (int round = 0; round < 2; round++) {
      for (String origin : List.of("https://a.example", "https://b.example")) {
        RawAnswer answer = app.get(path, "Origin: " + origin);
        assertThat(answer.headers("Access-Control-Allow-Origin")).containsExactly(origin);
      }
      assertThat(app.get(path).headers("Access-Control-Allow-Origin")).isEmpty();
    }
  }
}
