package dev.larder.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderServer;
import dev.larder.testing.SharedLarder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Signing in to the console, and what it keeps of that. */
@Tag("browser")
@Feature("Console")
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
      visit.byLabel("Password").fill("wrong");
      Response answer =
          visit
              .page()
              .waitForResponse(
                  response -> response.url().endsWith("api/account"), () -> visit.press("Sign in"));
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
      visit.byLabel("Token").fill("reader-token");
      visit.page().keyboard().press("Enter");
      visit.heading("Keys");
    }
  }

  @Test
  void namesAndPasswordsMayHaveAnyCharacters() {
    try (Visit visit = visit().expecting(401)) {
      visit.go("");
      visit.page().getByLabel("User").fill("größe<script>");
      visit.byLabel("Password").fill("密码:\"'");
      visit.press("Sign in");
      visit.sees("The server does not accept this");
      visit.page().getByLabel("A token").check();
      visit.byLabel("Token").fill("密码");
      visit.press("Sign in");
      visit.sees("A token has only letters");
    }
  }

  @Test
  void aCredentialThatIsNotAcceptedAnyMoreLeadsToTheForm() {
    try (Visit visit = visit().expecting(401).asAdmin("")) {
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

  private static Locator link(Visit visit, String name) {
    return visit
        .page()
        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
