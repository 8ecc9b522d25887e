package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.rules.app.Plan;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 3, and where the filters stand: who may be answered with what. */
@Feature("Response cache: security")
abstract class SecurityRules extends Rules {

  private static final String[] IDENTITIES = {
    "Cookie: login=alice",
    "Authorization: Bearer token",
    "Authorization: ",
    "authorization: Other x"
  };

  private void planForEachUser(String... fields) {
    plan(Plan.ok().with(fields).text("{user} {h:Authorization} {n}"));
  }

  @Test
  @DisplayName("a response to an authenticated request is not stored without permission")
  void rule03_notStored() {
    planForEachUser("Cache-Control: max-age=60");
    assertThat(miss("five", ALICE).text()).startsWith("alice");
    assertThat(miss("five", ALICE).text()).startsWith("alice");
    assertThat(miss("five", BOB).text()).startsWith("bob");
    assertThat(miss("five").text()).startsWith("nobody");
    for (String identity : IDENTITIES) {
      id = App.newId();
      planForEachUser("Cache-Control: max-age=60");
      assertMiss(get("five", identity));
      assertThat(miss("five").text()).startsWith("nobody none");
    }
  }

  @Test
  @DisplayName("an authenticated request is not answered with what was stored for others")
  void rule03_notAnswered() {
    planForEachUser("Cache-Control: max-age=60");
    assertThat(miss("five").text()).startsWith("nobody");
    assertThat(hit("five").text()).startsWith("nobody");
    assertThat(miss("five", ALICE).text()).startsWith("alice");
    for (String identity : IDENTITIES) {
      miss("five", identity);
    }
    assertThat(hit("five").text()).startsWith("nobody none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "public, max-age=60",
        "max-age=60, PUBLIC",
        "must-revalidate, max-age=60",
        "s-maxage=60",
        "public"
      })
  @DisplayName("public, must-revalidate and s-maxage make it everybody's")
  void rule03_sharedWithPermission(String cacheControl) {
    planForEachUser("Cache-Control: " + cacheControl);
    assertThat(miss("five", ALICE).text()).startsWith("alice");
    assertThat(hit("five", BOB).text()).startsWith("alice");
    assertThat(hit("five").text()).startsWith("alice");
    assertThat(hit("five", "Cookie: login=bob").text()).startsWith("alice");
  }

  @Test
  @DisplayName("an entry per user is for that user alone")
  void rule03_perUser() {
    planForEachUser();
    assertThat(miss("user", ALICE).text()).startsWith("alice Basic").endsWith(" 1");
    assertThat(miss("user", BOB).text()).startsWith("bob").endsWith(" 2");
    assertThat(miss("user").text()).startsWith("nobody none").endsWith(" 3");
    assertThat(miss("user", "Authorization: Bearer one").text()).contains("Bearer one");
    assertThat(miss("user", "Authorization: Bearer two").text()).contains("Bearer two");
    assertThat(hit("user", ALICE).text()).startsWith("alice").endsWith(" 1");
    assertThat(hit("user", BOB).text()).startsWith("bob").endsWith(" 2");
    assertThat(hit("user").text()).startsWith("nobody none").endsWith(" 3");
    assertThat(hit("user", "Authorization: Bearer one").text()).contains("Bearer one");
    assertThat(hit("user", "Authorization: Bearer two").text()).contains("Bearer two");
  }

  @Test
  @DisplayName("private and no-store are obeyed per user, too")
  void rule03_perUserAndPrivate() {
    planForEachUser("Cache-Control: no-store");
    miss("user", ALICE);
    miss("user", ALICE);
    id = App.newId();
    planForEachUser("Cache-Control: private, max-age=60");
    assertThat(get("user", ALICE).text()).startsWith("alice");
    assertThat(get("user", BOB).text()).startsWith("bob");
    assertThat(get("user").text()).startsWith("nobody");
  }

  @Test
  @DisplayName("roles are checked before the cache answers")
  void rolesComeFirst() {
    plan(Plan.cacheControl("public, max-age=60").text("for administrators"));
    assertThat(get("secured").status()).isIn(401, 403);
    assertThat(miss("secured", ALICE).text()).isEqualTo("for administrators");
    assertHit(get("secured", ALICE));
    for (String other : new String[] {BOB, "Cookie: login=bob", "X-Nothing: 1"}) {
      RawAnswer refused = get("secured", other);
      assertThat(refused.status()).isIn(401, 403);
      assertThat(refused.text()).doesNotContain("administrators");
      assertThat(get("secured", other, "If-None-Match: *").status()).isIn(401, 403);
    }
    assertThat(runs().count()).isEqualTo(1);
  }

  @Test
  @DisplayName("filters of the application see every request, also those that the cache answers")
  void filtersOfTheApplicationComeFirst() {
    reused("five");
    RawAnswer banned = get("five", "X-Banned: yes");
    assertThat(banned.status()).isEqualTo(403);
    assertThat(banned.text()).isEqualTo("banned");
    assertThat(hit("five").text()).isEqualTo("run 1");
    id = App.newId();
    assertThat(get("five", "X-Banned: yes").status()).isEqualTo(403);
    assertThat(miss("five").text()).isEqualTo("run 1");
  }

  @Test
  @DisplayName("what a response filter of the application adds for one caller, no other sees")
  void responseFiltersOfTheApplication() {
    assertThat(miss("five", "X-Caller: first").headers("X-Called-By")).containsExactly("first");
    assertThat(hit("five", "X-Caller: second").headers("X-Called-By")).containsExactly("second");
    assertThat(hit("five").headers("X-Called-By")).isEmpty();
  }

  @Test
  @DisplayName("early hits are for requests without credentials only")
  void earlyHits() {
    plan(Plan.cacheControl("max-age=60").text("{user} {n}"));
    assertThat(miss("early").text()).isEqualTo("nobody 1");
    assertThat(hit("early").text()).isEqualTo("nobody 1");
    assertThat(get("early", ALICE).text()).isEqualTo("alice 2");
    assertThat(get("early", "Cookie: login=bob").text()).isEqualTo("bob 3");
    assertThat(hit("early").text()).isEqualTo("nobody 1");
    assertThat(age(hit("early"))).isNotNegative();
    assertHit(send("HEAD", "early"));
    send("PUT", "early");
    assertThat(miss("early").text()).isEqualTo("nobody 4");
  }
}
