package dev.larder.management;

import dev.larder.cache.CacheHealth;
import dev.larder.rest.StartupWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The checks for MicroProfile Health, by the same rules as {@link HealthResource}. Servers show
 * them to anybody, so that all they tell besides is a word: no address, no kind of store, no
 * figure.
 */
@ApplicationScoped
public class HealthChecks {

  /** The word that is told of a cache and of a database. */
  private static final String STATE = "state";

  @Inject ServiceHealth health;
  @Inject Instance<StartupWork> startup;

  /** The service runs: nothing that a restart would cure is looked at. */
  @Produces
  @Liveness
  @ApplicationScoped
  HealthCheck live() {
    return () -> HealthCheckResponse.named("larder").up().build();
  }

  /** What is done once is done: the database has its table, and the cache was tried. */
  @Produces
  @Startup
  @ApplicationScoped
  HealthCheck started() {
    return () -> {
      boolean all = true;
      HealthCheckResponseBuilder answer = HealthCheckResponse.named("larder-startup");
      for (StartupWork work : startup) {
        boolean done = work.isStarted();
        answer.withData(work.startupWork(), done ? "done" : "under way");
        all &= done;
      }
      return answer.status(all).build();
    };
  }

  /** The cache is there, or repairs itself: while it is away the service is still useful. */
  @Produces
  @Readiness
  @ApplicationScoped
  HealthCheck cacheReady() {
    return () -> {
      CacheHealth.State state = health.cache();
      return HealthCheckResponse.named("larder-cache")
          .status(state != CacheHealth.State.STOPPED)
          .withData(STATE, state.name().toLowerCase(Locale.ROOT))
          .build();
    };
  }

  /** The database answers. */
  @Produces
  @Readiness
  @ApplicationScoped
  HealthCheck databaseReady() {
    return () -> {
      boolean up = health.database();
      return HealthCheckResponse.named("larder-database")
          .status(up)
          .withData(STATE, up ? "up" : "away")
          .build();
    };
  }
}
