package dev.larder.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.larder.testing.Feature;
import dev.larder.testing.SharedLarder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console's page of the requirements: reading, comparing, saving, and packages one by one. */
@Tag("browser")
@Feature("Console")
class ConsoleRequirementsIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();
  @RegisterExtension static final Chromium chromium = new Chromium();

  private static final String FILE = "# web\nflask==3.0.0\nuvicorn[standard]>=0.30\n";

  @BeforeEach
  void save() {
    save(FILE);
  }

  private static Visit visit() {
    return Visit.at(chromium.browser(), larder.server().url()).asAdmin("#/requirements");
  }

  private static Visit requirements() {
    Visit visit = visit();
    assertThat(file(visit)).hasText(FILE);
    return visit;
  }

  @Test
  void theFileIsShownWithItsPartsInColours() {
    try (Visit visit = requirements()) {
      assertThat(visit.page().locator(".pip-comment")).hasText("# web");
      assertThat(visit.page().locator(".pip-name")).hasText(new String[] {"flask", "uvicorn"});
      assertThat(visit.page().locator(".pip-version")).hasText(new String[] {"3.0.0", "0.30"});
      assertThat(visit.page().locator(".pip-extras")).hasText("[standard]");
      String hash = larder.admin().get("api/requirements").json().get("hash").textValue();
      assertThat(visit.page().locator("td code")).hasText(new String[] {hash, hash});
      visit.sees("Same: the cache has what the database has.");
    }
  }

  @Test
  void aSaveShowsFirstWhatItChanges() {
    try (Visit visit = requirements()) {
      visit.press("Edit");
      text(visit).fill("# web\nflask==3.1.0\nuvicorn[standard]>=0.30\nrich\n");
      visit.press("See the difference");
      assertThat(visit.page().locator(".diff .removed")).hasText("− removed: flask==3.0.0");
      assertThat(visit.page().locator(".diff .added"))
          .hasText(new String[] {"+ added: flask==3.1.0", "+ added: rich"});
      assertThat(saved()).isEqualTo(FILE);
      visit.press("Edit further");
      text(visit).fill("# web\nflask==3.2.0\n");
      visit.press("See the difference");
      visit.press("Save");
      visit.sees("Saved. The cache has it.");
      String hash = larder.admin().get("api/requirements").json().get("hash").textValue();
      assertThat(visit.page().locator("td code")).hasText(new String[] {hash, hash});
      assertThat(saved()).isEqualTo("# web\nflask==3.2.0\n");
      assertThat(file(visit)).hasText("# web\nflask==3.2.0\n");
    }
  }

  @Test
  void whatChangesNothingCannotBeSaved() {
    try (Visit visit = requirements()) {
      visit.press("Edit");
      visit.press("See the difference");
      assertThat(visit.button("Save")).isDisabled();
      visit.press("Cancel");
      assertThat(file(visit)).hasText(FILE);
    }
  }

  @Test
  void whatSomebodyElseHasSavedMeanwhileIsNotLost() {
    try (Visit visit = requirements().expecting(412)) {
      visit.press("Edit");
      text(visit).fill("mine\n");
      visit.press("See the difference");
      save("theirs\n");
      visit.press("Save");
      visit.sees("Somebody has saved meanwhile; nothing was written.");
      assertThat(saved()).isEqualTo("theirs\n");
      assertThat(visit.page().locator(".diff .removed")).hasText("− removed: theirs");
      visit.press("Save");
      visit.sees("Saved.");
      assertThat(saved()).isEqualTo("mine\n");
    }
  }

  @Test
  void whatIsReadAnewMeanwhileIsNotSavedOver() {
    try (Visit visit = requirements().expecting(412)) {
      visit.press("Edit");
      text(visit).fill("mine\n");
      visit.press("See the difference");
      save("theirs\n");
      visit.press("Read again");
      visit.sees(larder.admin().get("api/requirements").json().get("hash").textValue());
      visit.press("Save");
      visit.sees("Somebody has saved meanwhile; nothing was written.");
      assertThat(saved()).isEqualTo("theirs\n");
    }
  }

  @Test
  void whatIsNotSavedIsNotLeftByMistake() {
    try (Visit visit = requirements()) {
      visit.press("Edit");
      text(visit).fill("mine\n");
      visit.page().locator("#nav").getByText("Keys").click();
      visit.page().locator("dialog").getByText("Cancel").click();
      assertThat(text(visit)).hasValue("mine\n");
      assertThat(visit.page()).hasURL(larder.server().url() + "#/requirements");
      visit.page().locator("#nav").getByText("Keys").click();
      visit.page().locator("dialog .danger").click();
      visit.heading("Keys");
    }
  }

  @Test
  void lineEndsStayAsTheyWere() {
    save("flask==3.0.0\r\nrich\r\n");
    try (Visit visit = visit()) {
      visit.press("Edit");
      text(visit).fill("flask==3.1.0\nrich\n");
      visit.press("See the difference");
      assertThat(visit.page().locator(".diff .added")).hasCount(1);
      visit.press("Save");
      visit.sees("Saved.");
      assertThat(saved()).isEqualTo("flask==3.1.0\r\nrich\r\n");
    }
  }

  @Test
  void packagesAreAddedChangedAndRemoved() {
    try (Visit visit = requirements().expecting(400)) {
      visit.byLabel("Package").fill("Rich");
      visit.page().getByLabel("Version").fill("14.0");
      visit.press("Add or change");
      visit.sees("Rich is asked for now.");
      assertThat(file(visit)).containsText("Rich==14.0");
      visit.page().getByLabel("Version").fill("14.1");
      visit.press("Add or change");
      assertThat(file(visit)).containsText("Rich==14.1");
      visit.press("Add or change");
      visit.sees("Rich was asked for like that already.");
      visit.byLabel("Package").fill("--index-url=https://evil.example");
      visit.press("Add or change");
      assertThat(visit.page().locator(".message.bad")).isVisible();
      assertThat(saved()).doesNotContain("evil");

      visit.page().getByLabel("Package to remove").fill("RICH");
      visit.press("Remove…");
      visit.page().locator("dialog .danger").click();
      visit.sees("RICH is removed.");
      assertThat(saved()).isEqualTo(FILE);
      visit.press("Remove…");
      visit.page().locator("dialog .danger").click();
      visit.sees("RICH is not in the file.");
    }
  }

  @Test
  void theCacheIsWarmedNow() {
    try (Visit visit = requirements()) {
      visit.press("Warm now");
      visit.sees("The cache has the requirements of the database.");
    }
  }

  @Test
  void hostileLinesAreTextAndNothingElse() {
    String hostile =
        "# <script>alert(1)</script> <img src=x onerror=alert(2)> \"'\u202e\nflask # 😀 שלום\n";
    save(hostile);
    try (Visit visit = visit()) {
      assertThat(file(visit)).hasText(hostile.replace("\u202e", "\\u202e"));
      visit.press("Edit");
      assertThat(text(visit)).hasValue(hostile);
      text(visit).fill(hostile + "<b>x</b>\n");
      visit.press("See the difference");
      assertThat(visit.page().locator(".diff .added")).hasText("+ added: <b>x</b>");
      assertThat(visit.page().locator("main script, main img, main b")).hasCount(0);
    }
  }

  private static Locator file(Visit visit) {
    return visit.byLabel("Requirements");
  }

  private static Locator text(Visit visit) {
    return visit.page().locator("textarea");
  }

  private static void save(String content) {
    assertThat(larder.admin().putText("api/requirements", content).status()).isEqualTo(200);
  }

  private static String saved() {
    return larder.admin().get("api/requirements", "Accept", "text/plain").text();
  }
}
