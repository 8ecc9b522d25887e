package dev.larder.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderServer;
import dev.larder.testing.SharedLarder;
import dev.larder.testing.TcpProxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every page of the console. */
@Tag("browser")
@Feature("Console")
class ConsolePagesIT {

  /** By the address of each page, what is seen there when all of it has come. */
  private static final Map<String, String> PAGES =
      Map.of(
          "#/overview", "Loads avoided",
          "#/keys?prefix=shop:", "shop:profile",
          "#/http-cache", "Delete by URI…",
          "#/explain", "The rules by which requests are served are asked",
          "#/requirements", "Same: the cache has what the database has.",
          "#/audit", "keys-delete",
          "#/configuration", "larder.cache.type");

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();
  @RegisterExtension static final Chromium chromium = new Chromium();

  @BeforeAll
  static void fill() {
    put("shop:user:1042", "{\"name\":\"Ada Lovelace\",\"roles\":[\"editor\",\"reviewer\"]}");
    put("shop:session/9f86d081", "opened");
    put("shop:visits", "17");
    for (int i = 0; i < 20; i++) {
      put("shop:user:" + (1043 + i), "{}");
      put("shop:basket/" + i, "{\"items\":[]}");
    }
    put("shop:cart:total", "129.90");
    put("shop:sale", "true");
    put("shop:greeting", "Good morning, שלום, おはよう");
    put(
        "shop:profile",
        "{\"id\":1042,\"name\":\"Ada Lovelace\",\"mail\":\"ada@example.org\",\"teams\":[\"engines\",\"notes\"],\"limits\":{\"requests\":5000,\"burst\":250}}");
    put("shop-long:" + "k".repeat(300), "{\"a\":[1,2,3],\"text\":\"" + "x".repeat(500) + "\"}");
    requirements(
        "# web\nflask==3.0.0\nuvicorn[standard]>=0.30 ; python_version < \"3.13\"\n"
            + "pkg @ https://example.com/pkg.zip\n\n# data\npandas>=2.2,<3\nsqlalchemy==2.0.36\n");
    larder.admin().delete("api/keys?pattern=shop:nothing:*");
    larder.server().client().as("eve", "guess").get("api/stats");
  }

  @AfterAll
  static void empty() {
    larder.admin().delete("api/keys?pattern=shop*");
  }

  private static Visit visit() {
    return Visit.at(chromium.browser(), larder.server().url());
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 1440})
  void everyPageIsAccessibleInBothThemesAndFitsTheScreen(int width) {
    try (Visit visit = Visit.at(chromium.browser(), larder.server().url(), width)) {
      visit.go("");
      visit.heading("Sign in");
      visit.examine("sign-in");
      visit.signIn();
      assertThat(visit.page().locator(".chart canvas")).hasCount(6);
      assertThat(visit.tile("Cache")).hasText("memory, up");
      visit.examine("overview");
      visit.go("#/keys?prefix=shop:");
      visit.page().locator(".keys button").getByText("shop:profile").click();
      assertThat(visit.byLabel("Value")).containsText("Ada Lovelace");
      assertThat(visit.page().locator(".details").first()).not().isEmpty();
      visit.examine("keys");
      visit.press("Edit");
      visit.examine("keys-edit");
      visit.press("Delete by pattern…");
      visit.press("Count");
      visit.sees("Nothing is deleted yet.");
      visit.examine("keys-delete");
      visit.press("Close");
      visit.press("Cancel");
      visit.go("#/keys?prefix=shop-long:");
      visit.page().locator(".keys button").getByText("shop-long:kkk").click();
      assertThat(visit.byLabel("Value")).containsText("xxx");
      visit.examine("keys-long");
      visit.go("#/requirements");
      visit.sees("Same: the cache has what the database has.");
      visit.examine("requirements");
      visit.press("Edit");
      visit
          .page()
          .locator("textarea")
          .fill("# web\nflask==3.1.0\n-r other.txt\n# " + "x".repeat(400) + "\n");
      visit.press("See the difference");
      visit.examine("requirements-difference");
      visit.press("Cancel");
      visit.go("#/audit");
      visit.sees("keys-delete");
      // Other tests have done a thousand things, which are rows alike.
      visit.byLabel("Filter").fill("shop:nothing");
      visit.examine("audit");
      visit.go("#/configuration");
      visit.sees("larder.cache.type");
      visit.examine("configuration");
    }
  }

  @Test
  void everyPageAsksForACredentialAndRefusesAWrongOne() {
    try (Visit visit = visit().expecting(401)) {
      PAGES.forEach(
          (address, text) -> {
            visit.go(address);
            visit.heading("Sign in");
            visit.enter("admin", "wrong");
            visit.sees("The server does not accept this");
            visit.enter("admin", LarderServer.ADMIN_PASSWORD);
            visit.sees(text);
            visit.press("Sign out");
          });
    }
  }

  @Test
  void aServerThatGoesAwayIsSaidOnEveryPageWhichGoesOnWhenItIsBack() {
    try (TcpProxy proxy = TcpProxy.start(larder.server().port())) {
      URI base = URI.create("http://127.0.0.1:" + proxy.port() + "/larder/");
      try (Visit visit = Visit.at(chromium.browser(), base).expectingNoAnswers().asAdmin("")) {
        PAGES.forEach(
            (address, text) -> {
              visit.go(address);
              visit.sees(text);
              String before = address.equals("#/overview") ? avoided(visit) : "";
              proxy.cut();
              larder.admin().get("api/entries/shop:visits");
              switch (address.replaceFirst("\\?.*", "")) {
                case "#/overview" -> {
                  // Its stream notices by itself.
                }
                case "#/keys" -> visit.page().locator(".keys button").first().click();
                case "#/http-cache" -> {
                  visit.byLabel("Tag").fill("none");
                  visit.press("Show");
                }
                case "#/explain" -> {
                  visit.byLabel("URL").fill("/larder/api/requirements");
                  visit.press("Explain");
                }
                default -> visit.press("Read again");
              }
              visit.sees("The server does not answer.");
              proxy.restore();
              visit.sees("The server is back.");
              assertThat(visit.page().getByText("The server does not answer. The console"))
                  .hasCount(0);
              visit.sees(text);
              if (address.equals("#/overview")) {
                // What happened meanwhile is seen.
                assertThat(visit.tile("Loads avoided")).not().hasText(before);
              }
            });
      }
    }
  }

  @Test
  void whatIsDoneWhileTheServerIsAwayIsNotSaidToBeDoneAndNothingTypedIsLost() {
    try (TcpProxy proxy = TcpProxy.start(larder.server().port())) {
      URI base = URI.create("http://127.0.0.1:" + proxy.port() + "/larder/");
      try (Visit visit = Visit.at(chromium.browser(), base).expectingNoAnswers()) {
        visit.asAdmin("#/keys?key=shop:greeting");
        visit.press("Edit");
        visit.byLabel("Value").fill("typed");
        proxy.cut();
        visit.press("Write");
        String notKnown = "Whether the last action was carried out is not known.";
        visit.sees(notKnown);
        proxy.restore();
        visit.sees("The server is back.");
        assertThat(visit.byLabel("Value")).hasValue("typed");
        visit.press("Write");
        assertThat(visit.byLabel("Value")).hasText("typed");

        proxy.cut();
        visit.press("Delete");
        visit.page().locator("dialog .danger").click();
        visit.sees(notKnown);
        proxy.restore();
        visit.sees("The server is back.");

        visit.press("Delete by pattern…");
        proxy.cut();
        visit.press("Count");
        assertThat(visit.page().locator("dialog .message")).containsText(notKnown);
        proxy.restore();
        visit.sees("The server is back.");
        visit.press("Close");

        visit.go("#/requirements");
        visit.press("Edit");
        visit.page().locator("textarea").fill("typed\n");
        visit.press("See the difference");
        proxy.cut();
        visit.press("Save");
        visit.sees(notKnown);
        proxy.restore();
        visit.sees("The server is back.");
        visit.press("Edit further");
        assertThat(visit.page().locator("textarea")).hasValue("typed\n");
        visit.press("Cancel");
        proxy.cut();
        visit.press("Warm now");
        visit.sees(notKnown);
        proxy.restore();
        visit.sees("The server is back.");
      }
    }
  }

  @Test
  void theChosenThemeIsKept() {
    try (Visit visit = visit().asAdmin("")) {
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

  private static String avoided(Visit visit) {
    return visit.tile("Loads avoided").textContent();
  }

  private static String background(Visit visit) {
    return (String) visit.page().evaluate("getComputedStyle(document.body).backgroundColor");
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
      visit.asAdmin("");
      assertThat(visit.page().locator(".chart canvas")).hasCount(6);
      assertThat(seen).hasSizeGreaterThan(15);
    }
    LarderClient.Answer missing = larder.server().client().get("webjars/uplot/none.js");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.header("Cache-Control")).contains("no-store");
  }

  private static void requirements(String content) {
    assertThat(larder.admin().putText("api/requirements", content).status()).isEqualTo(200);
  }

  private static void put(String key, String value) {
    assertThat(
            larder
                .admin()
                .put("api/entries?key=" + key, value.getBytes(StandardCharsets.UTF_8))
                .status())
        .isEqualTo(204);
  }
}
