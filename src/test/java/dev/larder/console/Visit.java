package dev.larder.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.larder.testing.LarderServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Somebody's visit to the console in a browser of their own. {@link #close} fails if anything was
 * not as it has to be all the time: an error in the browser's console, a violation of the content
 * security policy, an exception, a dialog of the browser, or a request to another host. Not
 * thread-safe.
 */
final class Visit implements AutoCloseable {

  private static final String AXE = resource("/axe.min.js");

  /**
   * The rules of WCAG 2.0 to 2.2, A and AA; those about colours alone where the rest was looked at
   * in the other theme.
   */
  private static final String RUN_AXE =
      """
      async (all) => {
        const runOnly = all
            ? ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
            : { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
        const { violations, passes } = await axe.run(document, { runOnly });
        if (passes.length < (all ? 5 : 1)) {
          throw new Error('axe looked at next to nothing');
        }
        return violations.map((each) =>
            each.id + ': ' + each.nodes.map((node) => node.html + ' ' + node.failureSummary).join('\\n'));
      }
      """;

  private final BrowserContext context;
  private final Page page;
  private final URI base;
  private final int width;
  private final List<String> findings = new ArrayList<>();
  private final List<Pattern> expected = new ArrayList<>();

  private Visit(Browser browser, URI base, int width) {
    this.base = base;
    this.width = width;
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, width < 600 ? 740 : 900)
                .setColorScheme(ColorScheme.LIGHT)
                .setAcceptDownloads(true));
    context.setDefaultTimeout(15_000);
    context.exposeBinding(
        "larderViolation", (source, arguments) -> findings.add("CSP: " + arguments[0]));
    context.addInitScript(
        "document.addEventListener('securitypolicyviolation', (event) =>"
            + " window.larderViolation(event.violatedDirective + ' ' + event.blockedURI))");
    page = watched(context.newPage());
  }

  /** A visit at a large screen, in the light theme; the page is not loaded yet. */
  static Visit at(Browser browser, URI base) {
    return new Visit(browser, base, 1440);
  }

  /** A visit at a screen of this width, in the light theme; the page is not loaded yet. */
  static Visit at(Browser browser, URI base, int width) {
    return new Visit(browser, base, width);
  }

  /** Another tab of the same browser. */
  Page newTab() {
    return watched(context.newPage());
  }

  private Page watched(Page tab) {
    tab.onConsoleMessage(this::said);
    tab.onPageError(error -> findings.add("exception: " + error));
    tab.onDialog(
        dialog -> {
          findings.add("a dialog of the browser: " + dialog.type() + " " + dialog.message());
          dialog.dismiss();
        });
    tab.onRequest(
        request -> {
          String origin = base.resolve("/").toString();
          if (!request.url().startsWith(origin) && !request.url().startsWith("blob:" + origin)) {
            findings.add("a request to another host: " + request.url());
          }
        });
    return tab;
  }

  private void said(ConsoleMessage message) {
    if (message.type().equals("error") || message.type().equals("warning")) {
      findings.add(message.type() + ": " + message.text() + " " + message.location());
    }
  }

  /** Lets the browser's console tell of answers with this status, which the test brings about. */
  Visit expecting(int status) {
    expected.add(Pattern.compile("Failed to load resource: .* status of " + status + " .*"));
    return this;
  }

  /** Lets the browser's console tell of requests that get no answer. */
  Visit expectingNoAnswers() {
    expected.add(Pattern.compile("Failed to load resource: net::ERR_.*"));
    return this;
  }

  Page page() {
    return page;
  }

  /** Goes to a page of the console by its address, such as {@code #/keys}. */
  Visit go(String address) {
    page.navigate(base + address);
    return this;
  }

  /** Loads the console and signs in as {@code admin}, at the form. */
  Visit signIn() {
    go("#/overview");
    enter("admin", LarderServer.ADMIN_PASSWORD);
    assertThat(page.locator("#nav")).isVisible();
    return this;
  }

  /** Fills in the form and sends it. */
  void enter(String user, String password) {
    page.getByLabel("User", exact()).fill(user);
    page.getByLabel("Password", exact()).fill(password);
    press("Sign in");
  }

  /** Opens the page with this address as {@code admin}. */
  Visit asAdmin(String address) {
    return as("admin", LarderServer.ADMIN_PASSWORD, address);
  }

  /** Opens the page with this address in a tab in which this user has signed in before. */
  Visit as(String user, String password, String address) {
    String pair =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    // Once: a tab that has signed out stays so.
    context.addInitScript(
        "if (!sessionStorage.getItem('test')) {"
            + " sessionStorage.setItem('test', 'signed in');"
            + " sessionStorage.setItem('larder.authorization', 'Basic "
            + pair
            + "'); }");
    go(address);
    assertThat(page.locator(".who")).isVisible();
    return this;
  }

  /** Presses the button with this label. */
  void press(String label) {
    button(label).click();
  }

  Locator button(String label) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(label).setExact(true));
  }

  /** The links of the navigation, by their order. */
  Locator links() {
    return page.locator("#nav a");
  }

  /** The value of a tile of the overview. */
  Locator tile(String name) {
    return page.locator(".tile")
        .filter(
            new Locator.FilterOptions()
                .setHas(page.getByText(name, new Page.GetByTextOptions().setExact(true))))
        .locator("dd");
  }

  Locator byLabel(String label) {
    return page.getByLabel(label, exact());
  }

  private static Page.GetByLabelOptions exact() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  /** Waits until this heading is there. */
  void heading(String text) {
    assertThat(
            page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setExact(true)))
        .isVisible();
  }

  /** Waits until this text is there. */
  void sees(String text) {
    assertThat(page.getByText(text).first()).isVisible();
  }

  /**
   * Holds the page as it is now against WCAG in both themes, and its width, and keeps a picture of
   * each.
   */
  void examine(String name) {
    List<String> violations = new ArrayList<>();
    for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
      String full = name + "-" + width + "-" + theme.name().toLowerCase(Locale.ROOT);
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(Path.of("target", "console", full + ".png"))
              .setFullPage(true));
      violations.addAll(violations(full, theme == ColorScheme.LIGHT));
    }
    assertThat(violations).isEmpty();
    assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
        .as("%s is no wider than the screen", name)
        .isTrue();
  }

  private List<String> violations(String name, boolean all) {
    if (!(Boolean) page.evaluate("'axe' in window")) {
      page.evaluate(AXE);
    }
    @SuppressWarnings("unchecked") // What the script returns.
    List<String> found = (List<String>) page.evaluate(RUN_AXE, all);
    return found.stream().map(violation -> name + ": " + violation).toList();
  }

  @Override
  public void close() {
    context.close();
    List<String> unexpected =
        findings.stream()
            .filter(
                finding -> expected.stream().noneMatch(pattern -> pattern.matcher(finding).find()))
            .toList();
    assertThat(unexpected).as("what the browser complained of").isEmpty();
  }

  private static String resource(String name) {
    try (InputStream in = Visit.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
