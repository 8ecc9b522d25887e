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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's page that says why the response cache does what it does. */
@Tag("browser")
@Feature("Console")
class ConsoleExplainIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();
  @RegisterExtension static final Chromium chromium = new Chromium();

  private static final String REQUIREMENTS = "/larder/api/requirements";

  @BeforeEach
  void save() {
    assertThat(larder.admin().putText("api/requirements", "flask==3.0.0\n").status())
        .isEqualTo(200);
  }

  private static Visit visit() {
    return Visit.at(chromium.browser(), larder.server().url()).asAdmin("#/explain");
  }

  private static Locator verdict(Visit visit) {
    return visit.page().locator(".verdict");
  }

  /** The rule of a section that has decided. */
  private static Locator decided(Visit visit, String section) {
    return visit.page().locator("section[aria-labelledby=" + section + "] .rules .decided");
  }

  private static void ask(Visit visit, String url) {
    visit.byLabel("URL").fill(url);
    visit.byLabel("Request headers").fill("Accept: application/json");
    visit.byLabel("User").fill("admin");
  }

  @Test
  void whatIsStoredIsExplainedBeforeAndAfterItIsRead() {
    try (Visit visit = visit()) {
      ask(visit, REQUIREMENTS);
      visit.press("Explain");
      assertThat(verdict(visit)).containsText("nothing usable is stored for this URL");
      assertThat(decided(visit, "reuse")).containsText("uri-miss");

      larder.admin().get("api/requirements", "Accept", "application/json");
      visit.press("Explain");
      assertThat(verdict(visit)).containsText("Answered from the cache with 200");
      assertThat(decided(visit, "reuse")).containsText("decides");
      assertThat(decided(visit, "reuse")).containsText("RFC 9111, section 4.2");
      assertThat(visit.page().locator(".timeline"))
          .containsText("Its lifetime is 1 min, by the directive");

      visit.byLabel("Seconds from now").fill("3600");
      visit.press("Explain");
      assertThat(verdict(visit)).containsText("to validate what is stored: it is stale");
      assertThat(visit.page().locator(".timeline")).containsText("Stale since 5");
    }
  }

  @Test
  void aResponseIsExplainedByADirectiveOfMyOwn() {
    try (Visit visit = visit()) {
      visit.byLabel("URL").fill("http://shop.example/products/42");
      visit.byLabel("By a directive of my own").check();
      visit.byLabel("Time to live").fill("5m");
      visit.byLabel("Varies by").fill("X-Tenant");
      visit.byLabel("With a response of the resource").check();
      visit.press("Explain");
      assertThat(verdict(visit)).containsText("The response is stored: fresh for 5 min");
      visit.sees("no x-tenant");

      visit.byLabel("Response headers").fill("Cache-Control: max-age=60\n\nSet-Cookie: a=s3cret");
      visit.press("Explain");
      assertThat(verdict(visit)).containsText("The response is not stored: it sets a cookie.");
      assertThat(decided(visit, "storing")).containsText("set-cookie");
      assertThat(decided(visit, "storing")).not().containsText("s3cret");
      assertThat(
              visit.page().locator("section[aria-labelledby=storing] .rules .not-reached").first())
          .containsText("not looked at");
    }
  }

  @Test
  void aChangeSaysWhatItMakesInvalid() {
    try (Visit visit = visit()) {
      visit.byLabel("Method").fill("PUT");
      ask(visit, REQUIREMENTS);
      visit.byLabel("With a response of the resource").check();
      visit.byLabel("Response headers").fill("Location: https://elsewhere.example/");
      visit.press("Explain");
      assertThat(verdict(visit)).containsText("what the endpoint declares: requirements");
      visit.sees("Location is left alone, as it has another origin");
      assertThat(decided(visit, "invalidation")).containsText("target-uri");
    }
  }

  @Test
  void anAddressWithMethodAndUrlIsExplainedAtOnce() {
    try (Visit visit = visit()) {
      visit.go("#/explain?method=HEAD&url=%2Flarder%2Fapi%2Fhealth");
      assertThat(visit.byLabel("Method")).hasValue("HEAD");
      assertThat(visit.byLabel("URL")).hasValue("/larder/api/health");
      assertThat(verdict(visit)).containsText("No cached endpoint of this service");
    }
  }

  @Test
  void whatIsWrongIsSaidAndWhatWasTypedStays() {
    try (Visit visit = visit().expecting(400)) {
      visit.byLabel("URL").fill("/a b");
      visit.press("Explain");
      assertThat(visit.page().locator(".message.bad")).containsText("percent-encoded");
      visit.byLabel("Request headers").fill("Accept: x\nnonsense");
      visit.press("Explain");
      assertThat(visit.page().locator(".message.bad"))
          .containsText("Line 2 of the request headers");
      assertThat(visit.byLabel("URL")).hasValue("/a b");
    }
  }

  @Test
  void hostileTextIsTextAndNothingElse() {
    try (Visit visit = visit()) {
      visit.byLabel("URL").fill("/<script>alert(1)</script>");
      visit.byLabel("With a response of the resource").check();
      visit
          .byLabel("Response headers")
          .fill("Cache-Control: <img src=x onerror=alert(2)>\u202e, max-age=60");
      visit.press("Explain");
      assertThat(verdict(visit)).isVisible();
      visit.sees("<img src=x onerror=alert(2)>");
      assertThat(visit.page().locator("main script, main img")).hasCount(0);
    }
  }

  @Test
  void itIsUsedByTheKeyboardAlone() {
    try (Visit visit = visit()) {
      visit.byLabel("URL").focus();
      visit.page().keyboard().type(REQUIREMENTS);
      visit.page().keyboard().press("Enter");
      assertThat(verdict(visit)).isVisible();
      assertThat(visit.page().locator(".message.good")).hasText("Explained.");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 1440})
  void everybodyCanReadItOnEveryScreen(int width) {
    try (Visit visit = Visit.at(chromium.browser(), larder.server().url(), width)) {
      visit.asAdmin("#/explain");
      visit.examine("explain-form");
      larder.admin().get("api/requirements", "Accept", "application/json");
      ask(visit, REQUIREMENTS);
      visit.byLabel("By a directive of my own").check();
      visit.byLabel("Time to live").fill("1m");
      visit.byLabel("Each user has an own entry").check();
      visit.byLabel("Tags").fill("requirements");
      visit.byLabel("With a response of the resource").check();
      visit.byLabel("Response headers").fill("Cache-Control: no-store, max-age=60");
      visit.press("Explain");
      assertThat(verdict(visit)).containsText("not stored: it says no-store");
      visit.examine("explain");
    }
  }
}
