package dev.larder.cdi;

import dev.larder.cache.OwnKeys;
import dev.larder.http.DirectiveSource;
import dev.larder.http.jaxrs.ResponseCaching;
import dev.larder.http.storage.CacheResponseStore;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/** The producer of the response cache. */
@ApplicationScoped
public class HttpProducers {

  /** The response of a resource that runs longer is not stored. */
  private static final Duration LONGEST_RUN = Duration.ofMinutes(2);

  /** The server's own: it owns the threads, and ends them when the application is undeployed. */
  // Injected by the container before any producer is called.
  @SuppressWarnings("NullAway.Init")
  @Resource
  private ManagedExecutorService executor;

  // No client proxy: every request passes here.
  @Produces
  @Singleton
  ResponseCaching responseCaching(OwnKeys ownKeys, DirectiveSource directives) {
    HttpSettings settings = HttpSettings.read(Settings.of(ConfigProvider.getConfig()));
    SecureRandom random = new SecureRandom();
    return new ResponseCaching(
        new CacheResponseStore(
            ownKeys,
            random::nextLong,
            Clock.systemUTC(),
            LONGEST_RUN,
            settings.options().longest()),
        settings.options(),
        ownKeys.flights(),
        directives,
        settings.caching(),
        Clock.systemUTC(),
        System::nanoTime,
        executor);
  }
}
