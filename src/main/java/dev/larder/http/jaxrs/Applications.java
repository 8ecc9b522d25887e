package dev.larder.http.jaxrs;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The way from objects that servers make to the beans of their application. */
final class Applications {

  private static final Logger LOG = Logger.getLogger(Applications.class.getName());

  private Applications() {}

  /** Returns the response cache of the current application; null when it has none. */
  static @Nullable ResponseCaching caching() {
    try {
      Instance<ResponseCaching> found = CDI.current().select(ResponseCaching.class);
      if (found.isResolvable()) {
        return found.get();
      }
      LOG.log(Level.WARNING, "There is no response cache: Larder''s beans were not found");
    } catch (IllegalStateException e) {
      LOG.log(Level.WARNING, "There is no response cache: the application has no CDI", e);
    }
    return null;
  }
}
