package dev.larder.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The Chromium of this machine, one for the whole suite. Where there is none, the tests are
 * skipped, and say so; in CI that is a failure.
 */
final class Chromium implements BeforeAllCallback {

  private static final Namespace NAMESPACE = Namespace.create(Chromium.class);
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

  /** Where macOS keeps it. */
  private static final List<Path> PLACES =
      List.of(
          Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
          Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));

  private @Nullable Running running;

  private record Running(Playwright playwright, Browser browser) implements AutoCloseable {

    static Running start(Path program) {
      // Longer than from one sample of the statistics to the next.
      PlaywrightAssertions.setDefaultAssertionTimeout(15_000);
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(program)
                      // Its sandbox does not work for root, as in containers.
                      .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
      return new Running(playwright, browser);
    }

    @Override
    public void close() {
      browser.close();
      playwright.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Optional<Path> program = find();
    if (program.isEmpty()) {
      String reason = "The tests of the console were NOT run: no Chromium on the PATH.";
      System.err.println(reason);
      assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
      Assumptions.abort(reason);
    }
    running =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                Running.class, key -> Running.start(program.orElseThrow()), Running.class);
  }

  Browser browser() {
    if (running == null) {
      throw new IllegalStateException("there is no browser yet: ask in a test");
    }
    return running.browser();
  }

  private static Optional<Path> find() {
    Stream<Path> onPath =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
    return Stream.concat(onPath, PLACES.stream()).filter(Files::isExecutable).findFirst();
  }
}
