package dev.larder.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** The producer of the limits. */
@ApplicationScoped
public class LimitsProducer {

  @Produces
  @Singleton
  Limits limits() {
    return Limits.read(Settings.of(ConfigProvider.getConfig()));
  }
}
