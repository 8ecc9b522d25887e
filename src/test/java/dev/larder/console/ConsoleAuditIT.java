package dev.larder.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.larder.testing.Feature;
import dev.larder.testing.SharedLarder;
import dev.larder.testing.TestUsers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console's page of the audit log. */
@Tag("browser")
@Feature("Console")
class ConsoleAuditIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();
  @RegisterExtension static final Chromium chromium = new Chromium();

  @BeforeAll
  static void act() {
    larder.admin().delete("api/keys?pattern=console-audit:first");
    larder.server().client().as("mallory\u202e<script>alert(1)</script>", "guess").get("api/stats");
    larder
        .server()
        .client()
        .as("writer", TestUsers.PASSWORD)
        .delete("api/keys?pattern=console-audit:refused");
    larder.admin().delete("api/keys?pattern=console-audit:last");
  }

  private static Visit audit() {
    return Visit.at(chromium.browser(), larder.server().url()).asAdmin("#/audit");
  }

  @Test
  void whatWasDoneIsListedNewestFirstAndMoreOfItWhenReadAgain() {
    try (Visit visit = audit()) {
      assertThat(rows(visit).first()).containsText("keys-delete");
      assertThat(rows(visit).first()).containsText("console-audit:last");
      assertThat(rows(visit).first()).containsText("admin");
      assertThat(rows(visit).first()).containsText("127.0.0.1");
      assertThat(rows(visit).first()).containsText("done");
      assertThat(rows(visit).first()).containsText("deleted 0");
      larder.admin().delete("api/keys?pattern=console-audit:later&dryRun=true");
      visit.press("Read again");
      assertThat(rows(visit).first()).containsText("console-audit:later");
      assertThat(rows(visit).first()).containsText("keys-delete-dry-run");
      assertThat(rows(visit).nth(1)).containsText("console-audit:last");
    }
  }

  @Test
  void aTextChoosesActions() {
    try (Visit visit = audit()) {
      visit.byLabel("Filter").fill("CONSOLE-audit:ref");
      assertThat(seen(visit)).hasCount(1);
      assertThat(seen(visit)).containsText("refused");
      assertThat(visit.page().locator("main")).containsText("1 of ");
      // What was chosen stays so.
      visit.press("Read again");
      assertThat(seen(visit)).hasCount(1);
      visit.byLabel("Filter").fill("no such text");
      assertThat(seen(visit)).hasCount(0);
      visit.byLabel("Filter").fill("");
      assertThat(seen(visit)).not().hasCount(0);
    }
  }

  @Test
  void whatCameFromRequestsIsTextAndNothingElse() {
    try (Visit visit = audit()) {
      visit.byLabel("Filter").fill("mallory");
      assertThat(seen(visit).first()).containsText("<script>alert(1)</script>");
      assertThat(visit.page().locator("main script")).hasCount(0);
      visit.examine("audit-hostile");
    }
  }

  private static Locator rows(Visit visit) {
    return visit.page().locator("tbody tr");
  }

  private static Locator seen(Visit visit) {
    return visit.page().locator("tbody tr:visible");
  }
}
