package dev.larder.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import dev.larder.testing.Feature;
import dev.larder.testing.SharedLarder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console's page of keys where there are 200,000 of them, which the last test deletes. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("browser")
@Feature("Console")
class ConsoleManyKeysIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();
  @RegisterExtension static final Chromium chromium = new Chromium();

  private static final int BATCH = 1_000;

  /** Half of them are in folders. */
  @BeforeAll
  static void fill() {
    IntStream.range(0, 200)
        .parallel()
        .mapToObj(batch -> "console-all:" + batch + (batch % 2 == 0 ? ":" : "-leaf-"))
        .forEach(ConsoleManyKeysIT::fill);
  }

  private static void fill(String start) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < BATCH; i++) {
      items.append(i == 0 ? "" : ",").append('"').append(start).append(i).append("\":\"MQ==\"");
    }
    assertThat(
            larder
                .admin()
                .postJson("api/mset", "{\"items\":{" + items + "},\"ttl\":\"1h\"}")
                .status())
        .isEqualTo(204);
  }

  @AfterAll
  static void empty() {
    larder.admin().delete("api/keys?pattern=console-all:*");
  }

  private static Visit keys(String query) {
    return Visit.at(chromium.browser(), larder.server().url()).asAdmin("#/keys?" + query);
  }

  @Test
  @Order(2)
  void theyAreBrowsedCountedAndDeleted() {
    try (Visit visit = keys("prefix=console-all:")) {
      visit.sees("keys so far; page 1.");
      assertThat(visit.page().locator(".folders")).containsText("at least");
      assertThat(visit.page().locator(".keys button").nth(199)).isVisible();
      visit.press("Next page");
      visit.sees("keys so far; page 2.");
      visit.press("Delete by pattern…");
      visit.press("Count");
      visit.sees("200,000 keys match. Nothing is deleted yet.");
      removing(visit);
      visit.sees("There are no such keys.");
    }
  }

  /** Deletes them with an answer that is held back, so that there is time to look. */
  private static void removing(Visit visit) {
    List<Route> held = new ArrayList<>();
    visit.page().route("**/api/keys?*dryRun=false", held::add);
    visit.press("Delete 200,000 keys");
    visit.page().waitForCondition(() -> !held.isEmpty());
    Locator progress = visit.page().locator("dialog .progress");
    assertThat(progress).containsText("about 0 of 200,000 keys");
    larder.admin().delete("api/keys?pattern=console-all:*-leaf-*");
    assertThat(progress).containsText("about 100,000 of 200,000 keys");
    assertThat(visit.page().locator("progress")).hasAttribute("max", "200000");
    held.get(0).resume();
    visit.sees("100,000 keys deleted.");
    visit.press("Close");
  }

  @Test
  @Order(1)
  void workThatTakesLongIsStopped() {
    try (Visit visit = keys("prefix=console-all:")) {
      visit.sees("keys so far; page 1.");
      List<Route> held = new ArrayList<>();
      visit.page().route("**/api/keys?*", held::add);
      visit.press("Next page");
      visit.page().waitForCondition(() -> !held.isEmpty());
      visit.press("Stop");
      visit.sees("keys so far; stopped.");
      assertThat(visit.button("Stop")).isHidden();

      visit.press("Delete by pattern…");
      visit.press("Count");
      visit.page().waitForCondition(() -> held.size() > 1);
      visit.page().locator("dialog").getByText("Stop", exactly()).click();
      visit.sees("Stopped.");
      visit.press("Close");
      visit.page().unroute("**/api/keys?*");
      visit.press("Next page");
      visit.sees("keys so far; page 3.");
      visit.go("#/keys?pattern=console-all:199-leaf-99*");
      visit.sees("11 keys in all.");
    }
  }

  private static Locator.GetByTextOptions exactly() {
    return new Locator.GetByTextOptions().setExact(true);
  }
}
