package dev.larder.management;

import dev.larder.cache.CacheHealth;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * The checks for MicroProfile Health, by the same rules as {@link HealthResource}. Servers show
 * them to anybody, so they carry no data.
 */
@ApplicationScoped
public class HealthChecks {

  @Inject ServiceHealth health;

  /** The service runs: nothing that a restart would cure is looked at. */
  @Produces
  @Liveness
  @ApplicationScoped
  HealthCheck live() {
    return () -> HealthCheckResponse.named("larder").up().build();
  }

  /** The cache is there, or repairs itself. */
  @Produces
  @Readiness
  @ApplicationScoped
  HealthCheck cacheReady() {
    return () ->
        HealthCheckResponse.named("larder-cache")
            .status(health.cache() != CacheHealth.State.STOPPED)
            .build();
  }

  /** The database answers. */
  @Produces
  @Readiness
  @ApplicationScoped
  HealthCheck databaseReady() {
    return () -> HealthCheckResponse.named("larder-database").status(health.database()).build();
  }
}
