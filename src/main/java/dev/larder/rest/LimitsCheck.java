package dev.larder.rest;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads the limits at start: a wrong one stops the deployment instead of the first request. */
@Startup
@Singleton
public class LimitsCheck {

  private static final System.Logger LOG = System.getLogger("dev.larder.rest");

  @PostConstruct
  void check() {
    try {
      Limits.read(Settings.of(ConfigProvider.getConfig()));
    } catch (IllegalArgumentException e) {
      // Servers bury the message of what stops a deployment below pages of stack traces.
      LOG.log(System.Logger.Level.ERROR, "Larder is not started: " + e.getMessage());
      throw e;
    }
  }
}
