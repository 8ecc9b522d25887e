package dev.larder.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.SharedLarder;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console's page of keys: browsing, reading, writing and deleting, whatever the keys are. */
@Tag("browser")
@Feature("Console")
class ConsoleKeysIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();
  @RegisterExtension static final Chromium chromium = new Chromium();

  private static final String HOSTILE =
      "console:hostile:<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>\u202eevil\u0000 שלום";

  @BeforeAll
  static void fill() {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < 450; i++) {
      items
          .append(i == 0 ? "" : ",")
          .append("\"console:many:")
          .append(1000 + i)
          .append("\":\"MQ==\"");
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
    larder.admin().delete("api/keys?pattern=console:*");
  }

  private static Visit keys(String query) {
    return Visit.at(chromium.browser(), larder.server().url()).asAdmin("#/keys?" + query);
  }

  @Test
  void keysAreBrowsedByTheirPrefixesAsFolders() {
    put("console:tree:a:1", "x");
    put("console:tree:a:2", "x");
    put("console:tree:b/c", "x");
    put("console:tree:leaf", "x");
    try (Visit visit = keys("prefix=console:tree:")) {
      assertThat(folder(visit, "a:")).isVisible();
      assertThat(folder(visit, "b/")).isVisible();
      assertThat(rows(visit)).hasText(new String[] {"console:tree:leaf"});
      visit.sees("4 keys in all.");
      folder(visit, "a:").click();
      assertThat(rows(visit)).hasText(new String[] {"console:tree:a:1", "console:tree:a:2"});
      visit.page().getByLabel("Folders").getByText("tree:").click();
      assertThat(folder(visit, "b/")).isVisible();
      visit.page().goBack();
      assertThat(rows(visit)).hasText(new String[] {"console:tree:a:1", "console:tree:a:2"});
    }
  }

  @Test
  void manyKeysAreShownAPageAtATime() {
    try (Visit visit = keys("pattern=console:many:*")) {
      visit.sees("200 keys so far; page 1.");
      assertThat(rows(visit)).hasCount(200);
      String shown = rows(visit).first().textContent();
      visit.press("Next page");
      visit.sees("400 keys so far; page 2.");
      assertThat(rows(visit)).hasCount(200);
      assertThat(rows(visit).first()).not().hasText(shown);
      visit.press("Next page");
      visit.sees("450 keys in all.");
      assertThat(rows(visit)).hasCount(50);
      assertThat(visit.button("Next page")).isHidden();
      visit.press("First page");
      visit.sees("200 keys so far; page 1.");
      assertThat(rows(visit).first()).hasText(shown);
    }
  }

  @Test
  void aPatternChoosesKeys() {
    put("console:glob:[a]", "x");
    put("console:glob:b", "x");
    try (Visit visit = keys("").expecting(400)) {
      visit.page().getByLabel("Pattern").fill("console:glob:\\[*");
      visit.press("Show");
      assertThat(rows(visit)).hasText(new String[] {"console:glob:[a]"});
      visit.page().getByLabel("Pattern").fill("*a".repeat(20));
      visit.press("Show");
      visit.sees("at most 16 stars");
    }
  }

  @Test
  void hostileKeysAndValuesAreTextAndNothingElse() {
    String value = "<img src=x onerror=alert(3)><script>alert(4)</script>\"'`\u202e\u0007 שלום";
    put(HOSTILE, value);
    try (Visit visit = keys("prefix=console:hostile:")) {
      assertThat(folder(visit, "<script>alert(1)</")).isVisible();
      visit.go("#/keys?pattern=console:hostile:*");
      rows(visit).first().click();
      Locator shown = visit.byLabel("Value");
      assertThat(shown)
          .hasText("<img src=x onerror=alert(3)><script>alert(4)</script>\"'`\\u202e\\u0007 שלום");
      assertThat(visit.page().locator(".panel h2"))
          .hasText(HOSTILE.replace("\u202e", "\\u202e").replace("\u0000", "\\u0000"));
      assertThat(visit.page().locator("main script, main img")).hasCount(0);
      visit.examine("keys-hostile");
      // The address names the key, so that it can be kept and loaded again.
      visit.page().reload();
      assertThat(shown).containsText("onerror=alert(3)");
      visit.press("Delete");
      visit.page().locator("dialog").getByText("Cancel").click();
      assertThat(get(HOSTILE).status()).isEqualTo(200);
      visit.press("Delete");
      visit.page().locator("dialog .danger").click();
      visit.sees("Choose a key to see its value.");
      assertThat(get(HOSTILE).status()).isEqualTo(404);
    }
  }

  @Test
  void jsonIsLaidOutWithoutChangingIt() {
    put("console:json", "{\"n\":12345678901234567890,\"a\":[],\"n\":1.0}");
    try (Visit visit = keys("key=console:json")) {
      Locator shown = visit.byLabel("Value");
      assertThat(shown).hasText("{\n  \"n\": 12345678901234567890,\n  \"a\": [],\n  \"n\": 1.0\n}");
      assertThat(visit.page().locator(".facts")).containsText("JSON");
      visit.press("Text");
      assertThat(shown).hasText("{\"n\":12345678901234567890,\"a\":[],\"n\":1.0}");
      visit.press("Hex");
      assertThat(shown).containsText("00000000  7b 22 6e 22 3a");
    }
  }

  @Test
  void aValueOfAMegabyteIsShownInPartsAndDownloadedAsAWhole() throws IOException {
    String value = "0123456789abcdef".repeat(1 << 16);
    put("console:large", value);
    try (Visit visit = keys("key=console:large")) {
      assertThat(visit.page().locator(".facts")).containsText("1.0 MB");
      Locator shown = visit.byLabel("Value");
      assertThat(shown).containsText("0123456789abcdef");
      assertThat(shown.textContent()).hasSize(32 << 10);
      visit.press("Show more");
      assertThat(shown.textContent()).hasSize(128 << 10);
      Download download = visit.page().waitForDownload(() -> visit.press("Download"));
      assertThat(Files.readString(download.path())).isEqualTo(value);
    }
  }

  @Test
  void anEntryIsWrittenUnlessThereIsOneAlready() {
    put("console:new:taken", "before");
    try (Visit visit = keys("prefix=console:new:").expecting(412)) {
      visit.press("New entry");
      assertThat(visit.byLabel("Key")).hasValue("console:new:");
      visit.byLabel("Key").fill("console:new:taken");
      visit.byLabel("Value").fill("after");
      visit.press("Write");
      visit.sees("There is an entry with this key already; nothing was changed.");
      assertThat(get("console:new:taken").text()).isEqualTo("before");
      visit.examine("keys-new");
      visit.byLabel("Key").fill("console:new:free");
      visit.page().getByLabel("Time to live").fill("10m");
      visit.press("Write");
      assertThat(visit.page().locator(".panel h2")).hasText("console:new:free");
      assertThat(rows(visit)).hasText(new String[] {"console:new:free", "console:new:taken"});
      assertThat(get("console:new:free").text()).isEqualTo("after");
      assertThat(Integer.parseInt(get("console:new:free").header("Larder-TTL").orElseThrow()))
          .isBetween(500, 600);
    }
  }

  @Test
  void aTimeToLiveThatIsNoneIsExplained() {
    try (Visit visit = keys("").expecting(400)) {
      visit.press("New entry");
      visit.byLabel("Key").fill("console:ttl");
      visit.page().getByLabel("Time to live").fill("soon");
      visit.press("Write");
      visit.sees("the ttl is a whole number above zero and a unit");
    }
  }

  @Test
  void anEntryIsEditedOnlyOverTheValueThatWasSeen() {
    put("console:edit", "one");
    try (Visit visit = keys("key=console:edit").expecting(412)) {
      visit.press("Edit");
      assertThat(visit.byLabel("Value")).hasValue("one");
      visit.byLabel("Value").fill("two\nlines");
      visit.press("Write");
      assertThat(visit.byLabel("Value")).hasText("two\nlines");
      assertThat(get("console:edit").text()).isEqualTo("two\nlines");
      visit.press("Edit");
      put("console:edit", "of somebody else");
      visit.byLabel("Value").fill("three");
      visit.press("Write");
      visit.sees("Somebody has changed the entry meanwhile; nothing was written.");
      assertThat(get("console:edit").text()).isEqualTo("of somebody else");
    }
  }

  @Test
  void whatATextFieldCannotKeepIsReplacedByAFileOnly() {
    put("console:file", "a\r\nb");
    try (Visit visit = keys("key=console:file")) {
      visit.press("Edit");
      assertThat(visit.byLabel("Value")).isDisabled();
      visit.press("Write");
      visit.sees("Choose a file.");
      byte[] binary = {0, 1, (byte) 0xff, 13, 10};
      visit
          .page()
          .getByLabel("Or the content of a file")
          .setInputFiles(new FilePayload("v.bin", "application/octet-stream", binary));
      visit.press("Write");
      assertThat(visit.byLabel("Value")).containsText("00 01 ff 0d 0a");
      assertThat(get("console:file").bytes()).isEqualTo(binary);
    }
  }

  @Test
  void keysAreDeletedByPatternAfterTheyWereCounted() {
    for (int i = 0; i < 12; i++) {
      put("console:gone:" + i, "x");
    }
    put("console:stays", "x");
    try (Visit visit = keys("prefix=console:gone:")) {
      assertThat(rows(visit)).hasCount(12);
      visit.press("Delete by pattern…");
      Locator pattern = visit.page().getByLabel("Pattern of the keys to delete");
      assertThat(pattern).hasValue("console:gone:*");
      assertThat(visit.button("Delete")).isDisabled();
      visit.press("Count");
      visit.sees("12 keys match. Nothing is deleted yet.");
      assertThat(get("console:gone:3").status()).isEqualTo(200);
      pattern.fill("console:*");
      assertThat(visit.button("Delete")).isDisabled();
      pattern.fill("console:gone:?");
      visit.press("Count");
      List<Route> held = new ArrayList<>();
      visit.page().route("**/api/keys?*dryRun=false", held::add);
      visit.press("Delete 10 keys");
      visit.page().waitForCondition(() -> !held.isEmpty());
      visit.examine("keys-deleting");
      held.get(0).resume();
      visit.sees("10 keys deleted.");
      visit.press("Close");
      assertThat(rows(visit)).hasText(new String[] {"console:gone:10", "console:gone:11"});
      assertThat(get("console:stays").status()).isEqualTo(200);
    }
  }

  @Test
  void besideEachKeyStandWhatItIsHowLargeAndForHowLong() {
    put("console:details:json?ttl", "{\"a\":1}");
    put("console:details:text", "wörter", "&ttl=90m");
    put("console:details:number", "42", "&ttl=none");
    assertThat(
            larder
                .admin()
                .put("api/entries/console:details:bytes?ttl=none", new byte[] {0, (byte) 0xff})
                .status())
        .isEqualTo(204);
    long asked = lookups();
    try (Visit visit = keys("prefix=console:details:")) {
      assertThat(details(visit, "console:details:json?ttl"))
          .hasText(Pattern.compile("JSON, 7 bytes, (5 min|4 min \\d+ s)"));
      assertThat(details(visit, "console:details:text"))
          .hasText(Pattern.compile("text, 7 bytes, 1 h (30|29) min"));
      assertThat(details(visit, "console:details:number")).hasText("integer, 2 bytes, no expiry");
      assertThat(details(visit, "console:details:bytes")).hasText("binary, 2 bytes, no expiry");
      assertThat(lookups()).as("this is no look-up").isEqualTo(asked);
    }
  }

  @Test
  void detailsAreAskedForRowsInViewOnlyAndInOneRequestAtATime() {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger rows = new AtomicInteger();
    try (Visit visit = Visit.at(chromium.browser(), larder.server().url())) {
      visit
          .page()
          .route(
              "**/api/keys/details",
              route -> {
                rows.addAndGet(route.request().postData().split("console:many", -1).length - 1);
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                // Others come in while this one is waited for.
                APIResponse answer = route.fetch();
                underWay.decrementAndGet();
                route.fulfill(new Route.FulfillOptions().setResponse(answer));
              });
      visit.asAdmin("#/keys?pattern=console:many:*");
      assertThat(rows(visit)).hasCount(200);
      assertThat(visit.page().locator(".details").first())
          .hasText(Pattern.compile("integer, 1 byte, (1 h|\\d+ min.*)"));
      assertThat(visit.page().locator(".details").last()).isEmpty();
      assertThat(rows.get()).isBetween(5, 60);
      visit.page().locator(".keys li").last().scrollIntoViewIfNeeded();
      assertThat(visit.page().locator(".details").last()).containsText("integer");
      assertThat(most.get()).isEqualTo(1);
    }
  }

  @Test
  void detailsThatAreRefusedAreSaidOnceAndTheListStays() {
    AtomicInteger asked = new AtomicInteger();
    try (Visit visit = Visit.at(chromium.browser(), larder.server().url()).expecting(503)) {
      visit
          .page()
          .route(
              "**/api/keys/details",
              route -> {
                asked.incrementAndGet();
                route.fulfill(
                    new Route.FulfillOptions()
                        .setStatus(503)
                        .setContentType("application/problem+json")
                        .setBody("{\"status\":503,\"detail\":\"the cache does not answer\"}"));
              });
      visit.asAdmin("#/keys?pattern=console:many:*");
      visit.sees("Type, size and time to live are not known. the cache does not answer");
      visit.page().locator(".keys li").last().scrollIntoViewIfNeeded();
      visit.page().locator(".keys li").first().scrollIntoViewIfNeeded();
      rows(visit).first().click();
      assertThat(visit.byLabel("Value")).hasText("1");
      assertThat(asked.get()).isEqualTo(1);
      visit.page().unroute("**/api/keys/details");
      visit.press("Next page");
      assertThat(visit.page().locator(".details").first()).containsText("integer");
    }
  }

  @Test
  void arrowsGoThroughTheListAndEscapeLeavesADialog() {
    put("console:arrow:1", "one");
    put("console:arrow:2", "two");
    try (Visit visit = keys("prefix=console:arrow:")) {
      rows(visit).first().focus();
      visit.page().keyboard().press("ArrowDown");
      assertThat(rows(visit).nth(1)).isFocused();
      visit.page().keyboard().press("Enter");
      assertThat(visit.byLabel("Value")).hasText("two");
      visit.button("Delete").focus();
      visit.page().keyboard().press("Enter");
      assertThat(visit.page().locator("dialog")).isVisible();
      visit.page().keyboard().press("Escape");
      assertThat(visit.page().locator("dialog")).hasCount(0);
      assertThat(get("console:arrow:2").status()).isEqualTo(200);
    }
  }

  private static Locator rows(Visit visit) {
    return visit.page().locator(".keys button");
  }

  private static Locator folder(Visit visit, String name) {
    return visit
        .page()
        .locator(".folders")
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator details(Visit visit, String key) {
    return visit
        .page()
        .locator(".keys li")
        .filter(
            new Locator.FilterOptions()
                .setHas(visit.page().getByText(key, new Page.GetByTextOptions().setExact(true))))
        .locator(".details");
  }

  private static long lookups() {
    JsonNode stats = larder.admin().get("api/stats").json();
    return stats.get("hits").longValue() + stats.get("misses").longValue();
  }

  private static void put(String key, String value) {
    put(key, value, "");
  }

  private static void put(String key, String value, String more) {
    Answer answer =
        larder
            .admin()
            .put("api/entries?key=" + encoded(key) + more, value.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.status()).isEqualTo(204);
  }

  private static Answer get(String key) {
    return larder.admin().get("api/entries?key=" + encoded(key));
  }

  private static String encoded(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8);
  }
}
