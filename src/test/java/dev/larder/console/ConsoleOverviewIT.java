package dev.larder.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.larder.testing.LarderClient;
import dev.larder.testing.SharedLarder;
import dev.larder.testing.TestUsers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console's overview, and what holds for every page of it. */
class ConsoleOverviewIT {

  /** What the overview may weigh, with headers, and without compression. */
  private static final int MOST = 300_000;

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();
  @RegisterExtension static final Chromium chromium = new Chromium();

  private static Visit visit() {
    return Visit.at(chromium.browser(), larder.server().url());
  }

  @Test
  void figuresChangeByThemselves() {
    try (Visit visit = visit().signIn()) {
      assertThat(tile(visit, "Cache")).hasText("memory, up");
      assertThat(tile(visit, "Database")).hasText("up");
      String before = tile(visit, "Loads avoided").textContent();
      larder.admin().put("api/entries/console-hit", new byte[] {1});
      larder.admin().get("api/entries/console-hit");
      assertThat(tile(visit, "Loads avoided")).not().hasText(before);
      assertThat(tile(visit, "Bytes")).containsText("of 100 MB");
      assertThat(visit.page().locator(".chart canvas")).hasCount(6);
      assertThat(visit.page().locator(".chart").filter(having("Latency of the API")))
          .containsText("p99: now");
      larder.admin().delete("api/entries/console-hit");
    }
  }

  @Test
  void theOverviewIsSmallAndComesFromThisServerOnly() {
    try (Visit visit = visit().signIn()) {
      visit.page().reload();
      assertThat(visit.page().locator(".chart canvas")).hasCount(6);
      Number resources =
          (Number)
              visit
                  .page()
                  .evaluate(
                      """
                      performance.getEntries()
                          .filter((each) => each.encodedBodySize !== undefined)
                          .reduce((sum, each) => sum + each.encodedBodySize + 1000, 0)
                      """);
      assertThat(resources.intValue()).isBetween(60_000, MOST);
    }
  }

  @Test
  void anAccountThatIsConfinedToAPrefixSeesWhatItLookedUpItself() {
    try (Visit visit = visit().expecting(403).signIn("", "team", TestUsers.PASSWORD)) {
      assertThat(tile(visit, "Your prefix")).hasText("team:");
      assertThat(tile(visit, "Your hits")).isVisible();
      assertThat(visit.page().locator(".chart")).hasCount(0);
    }
  }

  @Test
  void theHistoryHasAColumnForEachFigureAndItsNewestSampleIsOfNow() {
    JsonNode history = larder.admin().get("api/history").json();
    int samples = history.get("at").size();
    assertThat(samples).isBetween(1, 720);
    history
        .properties()
        .forEach(
            column -> {
              if (!column.getKey().equals("interval")) {
                assertThat(column.getValue()).as(column.getKey()).hasSize(samples);
              }
            });
    long newest = history.get("at").get(samples - 1).longValue();
    assertThat(newest)
        .isBetween(System.currentTimeMillis() / 1000 - 15, System.currentTimeMillis() / 1000 + 1);
  }

  @Test
  void aStreamEndsAfterAsManySamplesAsWereAskedFor() {
    LarderClient.Answer answer = larder.admin().get("api/events?limit=2");
    assertThat(answer.header("Content-Type")).contains("text/event-stream");
    assertThat(answer.text().lines().filter(line -> line.startsWith("event: ")))
        .containsExactly(
            "event: sample",
            "event: stats",
            "event: health",
            "event: sample",
            "event: stats",
            "event: health");
    assertThat(larder.admin().head("api/events").status()).isEqualTo(200);
  }

  @Test
  void theChosenThemeIsKept() {
    try (Visit visit = visit().signIn()) {
      String light = background(visit);
      visit.press("Theme: system");
      visit.press("Theme: light");
      assertThat(visit.button("Theme: dark")).isVisible();
      String dark = background(visit);
      assertThat(dark).isNotEqualTo(light);
      visit.page().reload();
      assertThat(visit.button("Theme: dark")).isVisible();
      assertThat(background(visit)).isEqualTo(dark);
    }
  }

  private static String background(Visit visit) {
    return (String) visit.page().evaluate("getComputedStyle(document.body).backgroundColor");
  }

  @ParameterizedTest
  @CsvSource({"360,LIGHT", "360,DARK", "1440,LIGHT", "1440,DARK"})
  void everyPageIsAccessibleAndFitsTheScreen(int width, ColorScheme theme) {
    String end = "-" + width + "-" + theme.name().toLowerCase(java.util.Locale.ROOT);
    put("console-page:" + "k".repeat(300), "{\"a\":[1,2,3],\"text\":\"" + "x".repeat(500) + "\"}");
    larder
        .admin()
        .putText(
            "api/requirements",
            "# web\nflask==3.0.0\nuvicorn[standard]>=0.30 ; python_version < \"3.13\"\n-r other.txt\n"
                + "pkg @ https://example.com/pkg.zip\n# "
                + "x".repeat(400)
                + "\n");
    try (Visit visit = Visit.at(chromium.browser(), larder.server().url(), width, theme)) {
      visit.go("");
      visit.heading("Sign in");
      visit.examine("sign-in" + end);
      visit.signIn();
      assertThat(visit.page().locator(".chart canvas")).hasCount(6);
      visit.examine("overview" + end);
      visit.go("#/keys?prefix=console-page:");
      visit.page().locator(".keys button").first().click();
      assertThat(visit.page().getByLabel("Value", exact())).containsText("\"text\"");
      visit.examine("keys" + end);
      visit.press("Edit");
      visit.examine("keys-edit" + end);
      visit.press("Delete by pattern…");
      visit.examine("keys-delete" + end);
      visit.press("Close");
      visit.go("#/requirements");
      visit.sees("in step with the database");
      visit.examine("requirements" + end);
      visit.press("Edit");
      visit.page().locator("textarea").fill("# web\nflask==3.1.0\n-r other.txt\n");
      visit.press("See the difference");
      visit.examine("requirements-difference" + end);
    }
    larder.admin().delete("api/keys?pattern=console-page:*");
  }

  @Test
  void everyFileOfTheConsoleHasItsTypeAndIsAskedForAnewAfterAnUpgrade() {
    try (Visit visit = visit()) {
      List<String> seen = new ArrayList<>();
      visit
          .page()
          .onResponse(
              response -> {
                String path = response.url().replaceFirst("\\?.*", "");
                if (!path.contains("/api/")) {
                  String caching = response.headerValue("cache-control");
                  assertThat(caching)
                      .as(path)
                      .isEqualTo(
                          path.contains("/webjars/")
                              ? "public, max-age=31536000, immutable"
                              : "no-cache");
                  seen.add(path);
                }
              });
      visit.signIn();
      assertThat(visit.page().locator(".chart canvas")).hasCount(6);
      assertThat(seen).hasSizeGreaterThan(15);
    }
    LarderClient.Answer missing = larder.server().client().get("webjars/uplot/none.js");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.header("Cache-Control")).contains("no-store");
  }

  private static void put(String key, String value) {
    assertThat(
            larder
                .admin()
                .put("api/entries/" + key, value.getBytes(StandardCharsets.UTF_8))
                .status())
        .isEqualTo(204);
  }

  private static Locator tile(Visit visit, String name) {
    return visit
        .page()
        .locator(".tile")
        .filter(
            new Locator.FilterOptions()
                .setHas(visit.page().getByText(name, new Page.GetByTextOptions().setExact(true))))
        .locator("dd");
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Page.GetByLabelOptions exact() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
