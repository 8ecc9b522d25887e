package dev.larder.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.OwnKeys;
import dev.larder.cache.SingleFlight;
import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.redis.RedisSettings;
import dev.larder.cache.redis.RedisStore;
import dev.larder.http.CacheRequest;
import dev.larder.http.Directive;
import dev.larder.http.HeaderFields;
import dev.larder.http.ResponseHead;
import dev.larder.http.ResponseKeys;
import dev.larder.http.StoredResponse;
import dev.larder.http.StoredResponse.Selecting;
import dev.larder.http.TargetUri;
import dev.larder.http.storage.CacheResponseStore;
import dev.larder.http.storage.ResponseStore;
import dev.larder.http.storage.ResponseStore.Label;
import dev.larder.http.storage.ResponseStore.Place;
import dev.larder.testing.Feature;
import dev.larder.testing.SharedLarder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The console's page of stored responses: seeing, filtering and removing them, whatever they are.
 */
@Tag("browser")
@Feature("Console")
class ConsoleResponsesIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.redisOnPostgres();
  @RegisterExtension static final Chromium chromium = new Chromium();

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Directive DIRECTIVE = Directive.EXPLICIT_ONLY.withLifetime(HOUR);
  private static final String HOSTILE_PATH =
      "/h/<img src=x onerror=alert(1)>\"'`&<script>alert(2)</script>\u202eevil";

  private static RedisStore redis;

  /** The responses of another application that shares the Redis. */
  private static ResponseStore shop;

  @BeforeAll
  static void open() {
    redis = new RedisStore(RedisSettings.builder(larder.redis().url()).build());
    SingleFlight<String> flights = new SingleFlight<>();
    CacheModule module =
        new CacheModuleBuilder(redis, new JacksonCodec()).forOwnKeys().flights(flights).build();
    module.start();
    shop =
        new CacheResponseStore(
            OwnKeys.of(module, flights),
            "shop",
            new SecureRandom()::nextLong,
            Clock.systemUTC(),
            Duration.ofMinutes(2),
            HOUR);
  }

  @AfterAll
  static void close() {
    larder.admin().delete("api/responses?uri=*");
    redis.close();
  }

  @BeforeEach
  void empty() {
    assertThat(larder.admin().delete("api/responses?uri=*").status()).isEqualTo(200);
  }

  private static Place place(String path, String... tags) {
    TargetUri uri = new TargetUri("https", "shop.example", path, null);
    CacheRequest request = new CacheRequest("GET", uri, HeaderFields.NONE, null);
    return new Place(
        ResponseKeys.head(request, DIRECTIVE),
        ResponseKeys.generations(uri, DIRECTIVE, List.of(tags)),
        new Label(uri, DIRECTIVE, List.of(tags)));
  }

  private static void put(Place place, Selecting... selecting) {
    Instant now = Instant.now();
    StoredResponse response =
        new StoredResponse(
            new ResponseHead(200, HeaderFields.of("Content-Type", "text/html")),
            "body".getBytes(StandardCharsets.UTF_8),
            now,
            now,
            List.of(selecting),
            7);
    assertThat(shop.store(shop.begin(place, shop.find(place, HeaderFields.NONE)), response, HOUR))
        .isTrue();
  }

  private static boolean isStored(Place place) {
    return !shop.find(place, HeaderFields.NONE).candidates().matching().isEmpty();
  }

  private static Visit responses(String query) {
    return Visit.at(chromium.browser(), larder.server().url()).asAdmin("#/http-cache?" + query);
  }

  private static Locator rows(Visit visit) {
    return visit.page().locator(".entries tbody tr");
  }

  private static Locator chosen(Visit visit, String uri) {
    return visit
        .page()
        .locator(".entries")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(uri).setExact(true));
  }

  private static Locator dialog(Visit visit) {
    return visit.page().locator("dialog");
  }

  @Test
  void anEmptyCacheSaysWhatWouldBeThere() {
    try (Visit visit = responses("")) {
      visit.sees("Nothing is stored. Responses of resources with a caching directive appear here");
      assertThat(visit.page().locator(".entries")).isHidden();
      visit.examine("responses-empty");
      visit.page().getByLabel("URI", exact()).fill("*/nothing");
      visit.press("Show");
      visit.sees("No entry matches.");
    }
  }

  @Test
  void entriesAreListedWithWhatIsKnownOfThemAndTheirVariantsBeside() {
    put(
        place("/products/1", "product:1", "all"),
        new Selecting("accept", "text/html"),
        new Selecting("x", null));
    put(
        place("/products/1", "product:1", "all"),
        new Selecting("accept", "a/xml"),
        new Selecting("x", null));
    put(place("/products/2", "product:2", "all"));
    try (Visit visit = responses("")) {
      visit.sees("2 entries in all.");
      assertThat(rows(visit).first()).containsText("2 variants");
      assertThat(rows(visit).first()).containsText("of shop");
      assertThat(rows(visit).first()).containsText("stored");
      assertThat(rows(visit).first()).containsText("fresh for");
      // With the keyboard alone.
      chosen(visit, "https://shop.example/products/1").focus();
      visit.page().keyboard().press("Enter");
      Locator panel = visit.page().locator(".panel");
      assertThat(panel.locator("h2")).hasText("https://shop.example/products/1");
      assertThat(panel.locator(".variant")).hasCount(2);
      assertThat(panel).containsText("a/xml");
      assertThat(panel).containsText("not sent");
      assertThat(panel).containsText("not known here");
      assertThat(chosen(visit, "https://shop.example/products/1"))
          .hasAttribute("aria-current", "true");
      panel.getByText("product:1", new Locator.GetByTextOptions().setExact(true)).click();
      visit.sees("1 entry in all.");
      assertThat(visit.page().getByLabel("Tag", exact())).hasValue("product:1");
      visit.page().getByLabel("Tag", exact()).fill("all");
      visit.page().getByLabel("URI", exact()).fill("*/products/2");
      visit.page().keyboard().press("Enter");
      visit.sees("1 entry in all.");
      assertThat(rows(visit)).containsText(new String[] {"/products/2"});
    }
  }

  @Test
  void oneEntryIsDeletedAfterAQuestion() {
    put(place("/one"));
    put(place("/two"));
    try (Visit visit = responses("")) {
      chosen(visit, "https://shop.example/one").click();
      visit.press("Delete");
      dialog(visit).getByText("Cancel").click();
      assertThat(isStored(place("/one"))).isTrue();
      visit.press("Delete");
      assertThat(dialog(visit)).containsText("https://shop.example/one");
      visit.examine("responses-delete-one");
      dialog(visit).locator(".danger").click();
      assertThat(rows(visit)).hasCount(1);
      visit.sees("1 entry deleted.");
      assertThat(chosen(visit, "https://shop.example/two")).isFocused();
      assertThat(isStored(place("/one"))).isFalse();
      assertThat(isStored(place("/two"))).isTrue();
    }
  }

  @Test
  void entriesAreDeletedByUriOnlyAsTheyWereCounted() {
    put(place("/products/1"));
    put(place("/products/2"));
    put(place("/other"));
    try (Visit visit = responses("uri=*/products/*")) {
      visit.sees("2 entries in all.");
      visit.press("Delete by URI…");
      assertThat(dialog(visit).locator("input")).hasValue("*/products/*");
      assertThat(dialog(visit).locator(".danger")).isDisabled();
      dialog(visit).getByText("Count", new Locator.GetByTextOptions().setExact(true)).click();
      visit.sees("2 entries match. Nothing is deleted yet.");
      assertThat(isStored(place("/products/1"))).isTrue();
      visit.examine("responses-delete-uri");
      dialog(visit).locator(".danger").click();
      visit.sees("2 entries deleted.");
      visit.press("Close");
      visit.sees("No entry matches.");
      assertThat(isStored(place("/products/1"))).isFalse();
      assertThat(isStored(place("/other"))).isTrue();
    }
  }

  @Test
  void aTagMakesItsEntriesInvalid() {
    put(place("/a", "t"));
    put(place("/b", "t"));
    put(place("/c", "u"));
    try (Visit visit = responses("tag=t")) {
      visit.sees("2 entries in all.");
      visit.press("Delete by tag…");
      assertThat(dialog(visit).locator("input")).hasValue("t");
      visit.page().keyboard().press("Enter");
      visit.sees("2 entries match. Nothing is deleted yet.");
      visit.press("Delete 2 entries");
      visit.sees("2 entries deleted.");
      visit.page().keyboard().press("Escape");
      assertThat(rows(visit).filter(new Locator.FilterOptions().setHasText("invalid"))).hasCount(2);
      assertThat(isStored(place("/a", "t"))).isFalse();
      assertThat(isStored(place("/c", "u"))).isTrue();
    }
  }

  @Test
  void manyEntriesAreShownAPageAtATime() {
    for (int i = 0; i < 450; i++) {
      put(place("/many/" + i));
    }
    try (Visit visit = responses("uri=*/many/*")) {
      visit.sees("so far; page 1.");
      int first = rows(visit).count();
      assertThat(first).isBetween(100, 350);
      visit.press("Next page");
      visit.sees("page 2.");
      visit.press("First page");
      visit.sees("so far; page 1.");
      for (int i = 0; i < 5 && visit.button("Next page").isVisible(); i++) {
        String said = visit.page().locator(".list > .hint").textContent();
        visit.press("Next page");
        assertThat(visit.page().locator(".list > .hint")).not().hasText(said);
        assertThat(visit.page().locator(".list > .hint")).hasText(Pattern.compile("in all|so far"));
      }
      visit.sees("450 entries in all.");
    }
  }

  @Test
  void hostileUrisTagsAndFieldsAreTextAndNothingElse() {
    String tag = "<b>bold</b>\u0007\u202e";
    put(place(HOSTILE_PATH, tag), new Selecting("x-h", "<img src=x onerror=alert(3)>"));
    put(place("/h/" + "long".repeat(700)));
    try (Visit visit = responses("")) {
      visit.sees("2 entries in all.");
      assertThat(rows(visit).last().locator("button")).hasText(Pattern.compile("^.{300}…$"));
      rows(visit).last().locator("button").click();
      assertThat(visit.page().locator(".panel h2")).hasText(Pattern.compile("^.{2000}…$"));
      rows(visit).first().locator("button").click();
      Locator panel = visit.page().locator(".panel");
      assertThat(panel.locator("h2"))
          .hasText("https://shop.example" + HOSTILE_PATH.replace("\u202e", "\\u202e"));
      assertThat(panel).containsText("<img src=x onerror=alert(3)>");
      assertThat(panel).containsText("<b>bold</b>\\u0007\\u202e");
      assertThat(visit.page().locator("main script, main img, main b")).hasCount(0);
      visit.examine("responses-hostile");
      panel.locator(".tags a").click();
      visit.sees("1 entry in all.");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 1440})
  void thePageIsForEverybodyAtEveryWidthAndTheme(int width) {
    put(place("/products/1", "product:1"), new Selecting("accept", "text/html"));
    put(place("/products/1", "product:1"), new Selecting("accept", "a/xml"));
    put(place("/products/" + "2".repeat(120), "all"));
    Place pending = place("/pending");
    assertThat(shop.begin(pending, shop.find(pending, HeaderFields.NONE))).isNotNull();
    put(place("/gone", "gone"));
    larder.admin().delete("api/responses?tag=gone");
    assertThat(
            larder
                .admin()
                .putText("api/requirements", "flask==3.0.0\n", "Content-Type", "text/plain")
                .status())
        .isEqualTo(200);
    assertThat(larder.admin().get("api/requirements").status()).isEqualTo(200);
    try (Visit visit =
        Visit.at(chromium.browser(), larder.server().url(), width).asAdmin("#/http-cache")) {
      visit.sees("5 entries in all.");
      chosen(visit, "https://shop.example/products/1").click();
      assertThat(visit.page().locator(".panel .variant")).hasCount(2);
      visit.examine("responses");
    }
  }

  private static Page.GetByLabelOptions exact() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
