package dev.larder.management;

import dev.larder.cache.BackgroundExecutors;
import dev.larder.rest.Settings;
import dev.larder.security.AccountsHolder;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The one line that says that the service can be used, logged when it really answers over HTTP. It
 * is also the only place that shows a password that was made up.
 */
@ApplicationScoped
public class ReadyLine {

  private static final System.Logger LOG = System.getLogger("dev.larder");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int HTTP_TIMEOUT_MILLIS = 5_000;

  @Inject AccountsHolder accounts;
  @Inject BackgroundExecutors background;

  private volatile @Nullable Future<?> waiting;

  void started(@Observes @Initialized(ApplicationScoped.class) ServletContext context) {
    int port = Settings.of(ConfigProvider.getConfig()).value("larder.port", ReadyLine::port);
    String url = "http://127.0.0.1:" + port + context.getContextPath() + "/";
    waiting = background.executor().submit(() -> announce(url));
  }

  @PreDestroy
  void stop() {
    Future<?> current = waiting;
    if (current != null) {
      current.cancel(true);
    }
  }

  private void announce(String url) {
    try {
      boolean ready = await(() -> answers(url + "api/health"));
      String account =
          "user=admin"
              + accounts.takeGeneratedAdminPassword().map(made -> " password=" + made).orElse("");
      if (ready) {
        LOG.log(System.Logger.Level.INFO, "Larder is ready: " + url + " " + account);
      } else {
        LOG.log(
            System.Logger.Level.WARNING,
            "Larder runs, but does not answer as healthy at "
                + url
                + "api/health: is its database there, and larder.port right? "
                + account);
      }
    } catch (InterruptedException e) {
      // The service is being stopped.
      Thread.currentThread().interrupt();
    }
  }

  private static boolean await(BooleanSupplier ready) throws InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE.toNanos()) {
      if (ready.getAsBoolean()) {
        return true;
      }
      Thread.sleep(PAUSE.toMillis());
    }
    return false;
  }

  private static boolean answers(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(HTTP_TIMEOUT_MILLIS);
      connection.setReadTimeout(HTTP_TIMEOUT_MILLIS);
      try {
        return connection.getResponseCode() == 200;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      // Not yet.
      return false;
    }
  }

  private static int port(String text) {
    if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > 65_535) {
      throw new IllegalArgumentException("allowed is a port from 1 to 65535");
    }
    return Integer.parseInt(text);
  }
}
