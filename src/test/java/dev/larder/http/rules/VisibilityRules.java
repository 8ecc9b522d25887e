package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.rules.app.Plan;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 23: what a client is told about the cache. */
@Feature("Response cache: visibility")
abstract class VisibilityRules extends Rules {

  /** One member of RFC 9211: a token, and parameters. */
  private static final Pattern MEMBER =
      Pattern.compile(
          "[A-Za-z*][A-Za-z0-9:/!#$%&'*+.^_`|~-]*"
              + "(; ?[a-z*][a-z0-9_.*-]*(=(-?\\d+|\"[ -~]*\"|[A-Za-z*][A-Za-z0-9:/._-]*))?)*");

  private static String valid(RawAnswer answer) {
    String status = cacheStatus(answer);
    assertThat(status).matches(MEMBER);
    return status;
  }

  @Test
  @DisplayName("a hit says that it is one, and how long it stays fresh")
  void rule23_hit() {
    plan(Plan.cacheControl("max-age=60"));
    miss("five");
    RawAnswer hit = hit("five");
    assertThat(valid(hit)).matches("[^;]+; ?hit.*").doesNotContain("fwd");
    assertThat(ttl(hit)).isBetween(30L, 60L);
  }

  @Test
  @DisplayName("a miss says why, what the resource said, and whether it was stored")
  void rule23_miss() {
    plan(Plan.cacheControl("max-age=60").status(203));
    assertThat(valid(miss("five")))
        .contains("fwd=uri-miss")
        .contains("fwd-status=203")
        .contains("stored")
        .doesNotContain("hit");
    id = App.newId();
    plan(Plan.cacheControl("no-store"));
    assertThat(valid(miss("five"))).contains("fwd=uri-miss").doesNotContain("; stored");
  }

  @Test
  @DisplayName("a stale response, a request that wants another one, and another variant are named")
  void rule23_otherReasons() {
    plan(Plan.cacheControl("max-age=60").with("Age: 100", "ETag: \"t\""));
    miss("five");
    assertThat(valid(miss("five"))).contains("fwd=stale");
    id = App.newId();
    plan(Plan.cacheControl("max-age=60").with("Vary: X-Kind"));
    miss("five", "X-Kind: a");
    assertThat(valid(miss("five", "X-Kind: b"))).contains("fwd=vary-miss");
    assertThat(valid(miss("five", "X-Kind: a", "Cache-Control: no-cache"))).contains("fwd=request");
  }

  @Test
  @DisplayName("a change says that its method goes to the resource")
  void rule23_method() {
    RawAnswer changed = send("PUT", "five");
    if (changed.header("Cache-Status").isPresent()) {
      assertThat(valid(changed)).contains("fwd=method");
    }
    assertThat(changed.headers("X-Cache")).isNotEqualTo(java.util.List.of("HIT"));
  }

  @Test
  @DisplayName("there is one line of each, on every kind of answer, and no key")
  void rule23_oneLineEach() {
    plan(
        Plan.cacheControl("max-age=60")
            .with("X-Cache: HIT from the application", "Cache-Status: other; hit"));
    RawAnswer miss = get("five");
    assertThat(miss.headers("X-Cache")).containsExactly("MISS");
    RawAnswer hit = hit("five", "Range: bytes=0-1");
    assertThat(hit.headers("X-Cache")).containsExactly("HIT");
    assertThat(String.join(", ", hit.headers("Cache-Status"))).doesNotContain("key=");
    assertHit(get("five", "If-None-Match: *"));
    id = App.newId();
    plan(Plan.ok().status(404));
    assertThat(get("five").headers("X-Cache")).containsExactly("MISS");
    id = App.newId();
    plan(Plan.ok().status(204).noEntity());
    assertThat(get("five").headers("X-Cache")).containsExactly("MISS");
  }

  @Test
  @DisplayName("a large streamed answer says MISS as well")
  void rule23_beforeTheFirstByte() {
    plan(Plan.ok().bytes(Plan.Entity.STREAM, 3_000_000));
    assertThat(miss("five").body()).hasSize(3_000_000);
  }

  @Test
  @DisplayName("who waited for another request's answer is told so")
  void rule24_collapsedIsNamed() {
    plan(Plan.cacheControl("max-age=60").gate(Plan.Gate.BEFORE));
    Thread opener =
        new Thread(
            () -> {
              awaitInside(1);
              app.open(id);
            });
    opener.start();
    var answers = Together.run(20, () -> get("five"));
    assertThat(runs().count()).isEqualTo(1);
    assertThat(answers).allMatch(answer -> answer.text().equals("run 1"));
    answers.forEach(VisibilityRules::valid);
    assertThat(answers.stream().filter(answer -> cacheStatus(answer).contains("fwd=")))
        .isNotEmpty();
  }
}
