package dev.larder.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import java.time.Duration;

/**
 * What a server stops first of the application, and nobody can ask for: it has requests end in
 * order. Servers stop the servlets of web.xml before the one of JAX-RS, and listeners and beans
 * after all of them, when it is too late; see {@link UnderWay}.
 */
public class StopServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final System.Logger LOG = System.getLogger("dev.larder.rest");

  @Inject private transient UnderWay underWay;

  /** Called by the container. */
  @SuppressWarnings("NullAway.Init") // The container sets the field before it calls anything.
  public StopServlet() {}

  @Override
  public void destroy() {
    int left = underWay.stop(PATIENCE);
    if (left > 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} requests were still under way {1} s after the service was told to stop",
          left,
          PATIENCE.toSeconds());
    }
  }
}
