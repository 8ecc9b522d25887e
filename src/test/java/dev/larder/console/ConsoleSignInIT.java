package dev.larder.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import dev.larder.testing.LarderServer;
import dev.larder.testing.SharedLarder;
import dev.larder.testing.TcpProxy;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Signing in to the console, what it keeps of that, and what it does while the server is away. */
class ConsoleSignInIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();
  @RegisterExtension static final Chromium chromium = new Chromium();

  private static Visit visit() {
    return Visit.at(chromium.browser(), larder.server().url());
  }

  @Test
  void wrongCredentialsAreRefusedByThePageAndNotByAWindowOfTheBrowser() {
    try (Visit visit = visit().expecting(401)) {
      visit.go("");
      visit.page().getByLabel("User").fill("admin");
      visit.page().getByLabel("Password", exact()).fill("wrong");
      Response answer =
          visit
              .page()
              .waitForResponse(
                  response -> response.url().endsWith("api/stats"), () -> visit.press("Sign in"));
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.headerValue("WWW-Authenticate")).startsWith("Bearer");
      visit.sees("The server does not accept this");
      assertThat(visit.button("Sign in")).isEnabled();
      assertThat(visit.page().evaluate("sessionStorage.length")).isEqualTo(0);
    }
  }

  @Test
  void theCredentialIsKeptInTheTabUntilSomebodySignsOut() {
    try (Visit visit = visit().signIn()) {
      visit.page().reload();
      visit.heading("Overview");
      assertThat(visit.page().evaluate("JSON.stringify(localStorage)")).isEqualTo("{}");

      Page other = visit.newTab();
      other.navigate(larder.server().url().toString());
      assertThat(other.getByLabel("User")).isVisible();

      visit.press("Sign out");
      visit.heading("Sign in");
      assertThat(visit.page().evaluate("sessionStorage.length")).isEqualTo(0);
      visit.page().reload();
      visit.heading("Sign in");
    }
  }

  @Test
  void aTokenSignsInAsWell() {
    try (Visit visit = visit()) {
      visit.go("#/keys");
      visit.page().getByLabel("A token").check();
      visit.page().getByLabel("Token", exact()).fill("reader-token");
      visit.page().keyboard().press("Enter");
      visit.heading("Keys");
    }
  }

  @Test
  void namesAndPasswordsMayHaveAnyCharacters() {
    try (Visit visit = visit().expecting(401)) {
      visit.go("");
      visit.page().getByLabel("User").fill("größe<script>");
      visit.page().getByLabel("Password", exact()).fill("密码:\"'");
      visit.press("Sign in");
      visit.sees("The server does not accept this");
      visit.page().getByLabel("A token").check();
      visit.page().getByLabel("Token", exact()).fill("密码");
      visit.press("Sign in");
      visit.sees("A token has only letters");
    }
  }

  @Test
  void aCredentialThatIsNotAcceptedAnyMoreLeadsToTheForm() {
    try (Visit visit = visit().expecting(401).signIn()) {
      visit.page().evaluate("sessionStorage.setItem('larder.authorization', 'Bearer gone')");
      visit.page().reload();
      visit.heading("Sign in");
      visit.sees("does not accept the credential any more");
    }
  }

  @Test
  void theKeyboardIsEnough() {
    try (Visit visit = visit()) {
      visit.go("");
      assertThat(visit.page().getByLabel("User")).isFocused();
      visit.page().keyboard().type("admin");
      visit.page().keyboard().press("Tab");
      visit.page().keyboard().type(LarderServer.ADMIN_PASSWORD);
      visit.page().keyboard().press("Enter");
      visit.heading("Overview");
      visit.page().reload();
      visit.heading("Overview");
      visit.page().keyboard().press("Tab");
      assertThat(visit.page().getByText("Skip to the content")).isFocused();
      for (int i = 0; i < 3; i++) {
        visit.page().keyboard().press("Tab");
      }
      assertThat(link(visit, "Keys")).isFocused();
      visit.page().keyboard().press("Enter");
      visit.heading("Keys");
      assertThat(visit.page().locator("main")).isFocused();
    }
  }

  @Test
  void aServerThatGoesAwayIsSaidAndItsReturnIsNoticed() {
    try (TcpProxy proxy = TcpProxy.start(larder.server().port())) {
      URI base = URI.create("http://127.0.0.1:" + proxy.port() + "/larder/");
      try (Visit visit = Visit.at(chromium.browser(), base).expectingNoAnswers().signIn()) {
        visit.sees("Loads avoided");
        proxy.cut();
        visit.sees("The server does not answer.");
        proxy.restore();
        visit.sees("The server is back.");
        assertThat(visit.page().getByText("The server does not answer.")).hasCount(0);
        // And the page goes on by itself: what happens now is seen.
        String before = requests(visit);
        larder.admin().get("api/stats");
        assertThat(tile(visit, "Requests")).not().hasText(before);
      }
    }
  }

  private static String requests(Visit visit) {
    return tile(visit, "Requests").textContent();
  }

  private static com.microsoft.playwright.Locator tile(Visit visit, String name) {
    return visit
        .page()
        .locator(".tile")
        .filter(
            new com.microsoft.playwright.Locator.FilterOptions()
                .setHas(visit.page().getByText(name, new Page.GetByTextOptions().setExact(true))))
        .locator("dd");
  }

  private static com.microsoft.playwright.Locator link(Visit visit, String name) {
    return visit
        .page()
        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Page.GetByLabelOptions exact() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
