package dev.larder.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderServer;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.SharedLarder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the console shows of a service over Redis, while that is there, away, and there again. */
@Tag("browser")
@Feature("Console")
class ConsoleOutageIT {

  private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'\u202eevil שלום";

  @RegisterExtension static final Chromium chromium = new Chromium();
  @RegisterExtension static final SharedLarder shared = SharedLarder.redisOnPostgres();

  private static RedisProcess redis;
  private static LarderServer larder;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    larder =
        LarderServer.configure()
            .redis(redis)
            .set("larder.cache.type", "tiered")
            .set("larder.note.hostile", HOSTILE)
            .set(
                "larder.security.user.eve.password",
                "PBKDF2WithHmacSHA256:2048:MDEyMzQ1Njc4OWFiY2RlZg==:htVwY3oTZF0QJ+meJmtmokDGPIbnGN+jLHTkKrc6iHE=")
            .set("larder.security.user.eve.roles", "reader")
            .start();
  }

  @AfterAll
  static void stop() {
    larder.close();
    redis.close();
  }

  @BeforeEach
  void redisIsThere() {
    if (!redis.isRunning()) {
      redis.restart();
    }
    await("the service has Redis again")
        .atMost(Duration.ofSeconds(30))
        .until(() -> state().equals("up"));
    put("console:outage");
    assertThat(
            larder
                .admin()
                .putText("api/requirements", "flask==3.0.0\n")
                .json()
                .get("cached")
                .booleanValue())
        .isTrue();
  }

  private static String state() {
    return larder.admin().get("api/stats").json().get("state").textValue();
  }

  /** Whether it is, after one more call that fails. */
  private static boolean breakerIsOpen() {
    return larder.admin().get("api/entries/console:outage").status() == 503
        && larder.admin().get("api/stats").json().at("/gauges/breaker.open").intValue() == 1;
  }

  private static void put(String key) {
    assertThat(
            larder.admin().put("api/entries/" + key, "x".getBytes(StandardCharsets.UTF_8)).status())
        .isEqualTo(204);
  }

  private static Visit at(String address) {
    return Visit.at(chromium.browser(), larder.url()).asAdmin(address);
  }

  @Test
  void tilesOfTheServiceOverRedisHaveItsBreakerAndNoLink() {
    try (Visit visit = Visit.at(chromium.browser(), shared.server().url()).asAdmin("")) {
      assertThat(visit.tile("Cache")).hasText("redis, up");
      assertThat(visit.tile("Breaker")).hasText("closed");
      assertThat(visit.tile("Removals kept")).hasText("0");
      assertThat(visit.tile("Link")).hasCount(0);
    }
  }

  @Test
  void tilesOfNearCopiesTellOfLinkAndBreakerAsRedisGoesAndComes() {
    try (Visit visit = at("")) {
      assertThat(visit.tile("Cache")).hasText("tiered, up");
      assertThat(visit.tile("Breaker")).hasText("closed");
      assertThat(visit.tile("Link")).containsText("up, heard");
      redis.kill();
      // The breaker opens by calls that fail.
      await("the breaker is open")
          .atMost(Duration.ofSeconds(30))
          .until(ConsoleOutageIT::breakerIsOpen);
      assertThat(visit.tile("Cache")).hasText("tiered, degraded");
      assertThat(visit.tile("Breaker")).hasText("open");
      assertThat(visit.tile("Link")).hasText("away");
      assertThat(visit.tile("Removals kept")).hasText("0");
      larder.admin().delete("api/entries/console:outage");
      assertThat(visit.tile("Removals kept")).not().hasText("0");
      visit.examine("overview-degraded");
      redis.restart();
      assertThat(visit.tile("Cache")).hasText("tiered, up");
      assertThat(visit.tile("Breaker")).hasText("closed");
      assertThat(visit.tile("Link")).containsText("up, heard");
      assertThat(visit.tile("Removals kept")).hasText("0");
    }
  }

  @Test
  void removalsWhileRedisIsAwayAreKeptAndSaidToBe() {
    try (Visit visit = at("#/keys?prefix=console:&key=console:outage").expecting(503)) {
      assertThat(visit.byLabel("Value")).hasText("x");
      redis.kill();
      String kept =
          "The cache is away. The removal is kept, and carried out when the cache is back.";
      visit.press("Delete");
      visit.page().locator("dialog .danger").click();
      visit.sees(kept);
      visit.press("Delete by pattern…");
      Locator dialog = visit.page().locator("dialog");
      visit.press("Count");
      assertThat(dialog.locator(".message.bad")).isVisible();
      visit.press("Close");
      redis.restart();
      await("the removal is carried out")
          .atMost(Duration.ofSeconds(30))
          .until(() -> larder.admin().get("api/entries/console:outage").status() == 404);

      // Redis keeps nothing on disk.
      put("console:outage:2");
      visit.press("Delete by pattern…");
      dialog.locator("input").fill("console:outage:*");
      visit.press("Count");
      visit.sees("1 key matches. Nothing is deleted yet.");
      redis.kill();
      visit.press("Delete 1 key");
      assertThat(dialog).containsText(kept);
      visit.press("Close");
      redis.restart();
      await("the removal is carried out")
          .atMost(Duration.ofSeconds(30))
          .until(() -> larder.admin().get("api/entries/console:outage:2").status() == 404);
    }
  }

  @Test
  void theCopyOfTheRequirementsIsComparedWithTheDatabase() {
    try (Visit visit = at("#/requirements").expecting(503)) {
      visit.sees("Same: the cache has what the database has.");
      redis.kill();
      visit.press("Read again");
      visit.sees("Not known: the cache is away.");
      visit.examine("requirements-away");
      visit.press("Warm now");
      assertThat(visit.page().locator(".message.bad")).isVisible();
      // Redis keeps nothing on disk: it is back without a copy, until one is made.
      redis.restart();
      await("the service has Redis again")
          .atMost(Duration.ofSeconds(30))
          .until(() -> state().equals("up"));
      visit.press("Warm now");
      visit.sees("The cache has the requirements of the database.");
      visit.sees("Same: the cache has what the database has.");
    }
  }

  @Test
  void settingsAreListedWithTheirSourcesAndWithoutSecrets() {
    try (Visit visit = at("#/configuration")) {
      visit.byLabel("Filter").fill("hostile");
      Locator seen = visit.page().locator("tbody tr:visible");
      assertThat(seen).hasCount(1);
      assertThat(seen.locator("td").first()).hasText("larder.note.hostile");
      assertThat(seen.locator("td").nth(1)).hasText(HOSTILE.replace("\u202e", "\\u202e"));
      assertThat(visit.page().locator("main img")).hasCount(0);
      visit.examine("configuration-hostile");
      visit.byLabel("Filter").fill("larder.cache.type");
      assertThat(seen.locator("td").nth(1)).hasText("tiered");
      assertThat(seen.locator("td").nth(2)).not().isEmpty();
      visit.byLabel("Filter").fill("eve.password");
      assertThat(seen.locator("td").nth(1)).hasText("***");
      visit.byLabel("Filter").fill("");
      assertThat(visit.page().locator("main")).not().containsText("PBKDF2");
      assertThat(visit.page().locator("main")).not().containsText(LarderServer.ADMIN_PASSWORD);
    }
  }
}
