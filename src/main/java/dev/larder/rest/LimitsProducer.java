package dev.larder.rest;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.config.ConfigProvider;

/** The producer of the limits. */
@ApplicationScoped
public class LimitsProducer {

  @Produces
  @jakarta.inject.Singleton
  Limits limits() {
    return Limits.read(Settings.of(ConfigProvider.getConfig()));
  }

  /** Reads the limits at start: a wrong one stops the deployment instead of the first request. */
  @Startup
  @Singleton
  public static class Check {

    private static final System.Logger LOG = System.getLogger("dev.larder.rest");

    @PostConstruct
    void check() {
      try {
        Limits.read(Settings.of(ConfigProvider.getConfig()));
      } catch (IllegalArgumentException e) {
        // Servers bury the message of what stops a deployment below pages of stack traces.
        LOG.log(System.Logger.Level.ERROR, "Larder is not started: {0}", e.getMessage());
        throw e;
      }
    }
  }
}
