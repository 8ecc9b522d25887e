package dev.larder.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testing.Feature;
import dev.larder.testing.SharedLarder;
import dev.larder.testing.TestUsers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who sees which pages of the console, and which actions they are offered. */
@Tag("browser")
@Feature("Console")
class ConsoleAccountsIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();
  @RegisterExtension static final Chromium chromium = new Chromium();

  @BeforeAll
  static void fill() {
    for (String key : new String[] {"console-account:1", "team:account:1"}) {
      assertThat(
              larder
                  .admin()
                  .put("api/entries/" + key, "x".getBytes(StandardCharsets.UTF_8))
                  .status())
          .isEqualTo(204);
    }
    assertThat(larder.admin().putText("api/requirements", "flask==3.0.0\n").status())
        .isEqualTo(200);
  }

  @AfterAll
  static void empty() {
    larder.admin().delete("api/entries/console-account:1");
    larder.admin().delete("api/entries/team:account:1");
  }

  private static Visit as(String user, String address) {
    return Visit.at(chromium.browser(), larder.server().url())
        .as(user, TestUsers.PASSWORD, address);
  }

  @Test
  void anAdministratorSeesAllPagesAndTheDescriptionOfTheApi() {
    try (Visit visit = Visit.at(chromium.browser(), larder.server().url()).asAdmin("")) {
      assertThat(visit.page().locator(".who")).hasText("Signed in as admin (admin)");
      assertThat(visit.links().allTextContents())
          .containsSubsequence("Overview", "Keys", "Requirements", "Audit", "Configuration", "API");
      String description = visit.links().last().getAttribute("href");
      assertThat(larder.server().client().get(description).text()).startsWith("openapi: 3.1");
    }
  }

  @Test
  void aReaderIsOfferedNothingThatChangesAnything() {
    try (Visit visit = as("reader", "#/keys?key=console-account:1")) {
      assertThat(visit.page().locator(".who")).hasText("Signed in as reader (reader)");
      assertThat(visit.links().allTextContents())
          .containsExactly("Overview", "Keys", "Requirements", "API");
      assertThat(visit.byLabel("Value")).hasText("x");
      assertThat(visit.button("Read again")).isVisible();
      for (String action : new String[] {"New entry", "Delete by pattern…", "Edit", "Delete"}) {
        assertThat(visit.button(action)).hasCount(0);
      }
      visit.examine("keys-reader");
      visit.go("#/requirements");
      visit.sees("Same: the cache has what the database has.");
      for (String action : new String[] {"Edit", "Warm now", "Add or change", "Remove…"}) {
        assertThat(visit.button(action)).hasCount(0);
      }
    }
  }

  @Test
  void aWriterWritesAndDeletesEntriesAndNoMore() {
    try (Visit visit = as("writer", "#/keys?key=console-account:1")) {
      assertThat(visit.button("Edit")).isVisible();
      assertThat(visit.button("Delete")).isVisible();
      assertThat(visit.button("New entry")).isVisible();
      assertThat(visit.button("Delete by pattern…")).hasCount(0);
      visit.go("#/requirements");
      visit.sees("Same: the cache has what the database has.");
      assertThat(visit.button("Warm now")).hasCount(0);
      assertThat(visit.button("Edit")).hasCount(0);
    }
  }

  @Test
  void aLinkToAPageThatIsNotForTheAccountSaysWhy() {
    try (Visit visit = as("writer", "#/audit")) {
      visit.sees("This page needs the role admin; your account has writer.");
      visit.examine("refused");
      visit.go("#/configuration");
      visit.heading("Configuration");
      visit.sees("This page needs the role admin; your account has writer.");
      assertThat(visit.page().locator("table")).hasCount(0);
    }
  }

  @Test
  void whoIsConfinedToAPrefixSeesItsKeysAndIsToldOfTheRest() {
    try (Visit visit = as("team", "#/requirements")) {
      visit.sees("This page is not for accounts that are confined to a prefix; yours is team:.");
      assertThat(visit.page().locator(".who")).hasText("Signed in as team (admin of team:)");
      assertThat(visit.links().allTextContents()).containsExactly("Overview", "Keys", "API");
      visit.go("#/audit");
      visit.sees("This page is not for accounts that are confined to a prefix; yours is team:.");
      visit.go("#/keys?prefix=team:account:");
      assertThat(visit.page().locator(".keys button")).hasText(new String[] {"team:account:1"});
      assertThat(visit.page().locator(".details")).containsText("text, 1 byte");
      assertThat(visit.button("Delete by pattern…")).isVisible();
    }
  }
}
