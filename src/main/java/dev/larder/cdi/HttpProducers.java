package dev.larder.cdi;

import dev.larder.cache.BackgroundExecutors;
import dev.larder.cache.OwnKeys;
import dev.larder.http.DirectiveSource;
import dev.larder.http.ResponseEvents;
import dev.larder.http.ResponseExplainer;
import dev.larder.http.jaxrs.ResponseCaching;
import dev.larder.http.storage.CacheResponseStore;
import dev.larder.http.storage.ResponseCatalogue;
import dev.larder.http.storage.ResponseStore;
import dev.larder.http.storage.RetryingResponseStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The producer of the response cache. An application hears what becomes of requests by a bean of
 * type {@link ResponseEvents}.
 */
@ApplicationScoped
public class HttpProducers {

  /** The response of a resource that runs longer is not stored. */
  private static final Duration LONGEST_RUN = Duration.ofMinutes(2);

  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);
  private static final int MOST_RETRIED = 10_000;

  // No client proxy: every request passes here.
  @Produces
  @Singleton
  ResponseStore responseStore(OwnKeys ownKeys, BackgroundExecutors background) {
    Settings configured = Settings.of(ConfigProvider.getConfig());
    SecureRandom random = new SecureRandom();
    ResponseStore store =
        new CacheResponseStore(
            ownKeys,
            CacheSettings.read(configured).prefix(),
            random::nextLong,
            Clock.systemUTC(),
            LONGEST_RUN,
            HttpSettings.read(configured).options().longest());
    return new RetryingResponseStore(store, background.scheduler(), RETRY_INTERVAL, MOST_RETRIED);
  }

  void close(@Disposes ResponseStore store) {
    if (store instanceof RetryingResponseStore retrying) {
      retrying.close();
    }
  }

  @Produces
  @Singleton
  ResponseCatalogue responseCatalogue(OwnKeys ownKeys) {
    Settings configured = Settings.of(ConfigProvider.getConfig());
    return new ResponseCatalogue(
        ownKeys,
        CacheSettings.read(configured).prefix(),
        HttpSettings.read(configured).options(),
        Clock.systemUTC(),
        System::nanoTime);
  }

  @Produces
  @Singleton
  ResponseCaching responseCaching(
      ResponseStore store,
      OwnKeys ownKeys,
      DirectiveSource directives,
      Instance<ResponseEvents> events,
      BackgroundExecutors background) {
    HttpSettings settings = HttpSettings.read(Settings.of(ConfigProvider.getConfig()));
    return new ResponseCaching(
        store,
        settings.options(),
        ownKeys.flights(),
        ownKeys.leases().orElse(null),
        directives,
        settings.caching(),
        Clock.systemUTC(),
        System::nanoTime,
        background.executor(),
        events.isResolvable() ? events.get() : ResponseEvents.NONE);
  }

  @Produces
  @Singleton
  ResponseExplainer responseExplainer(ResponseCaching caching) {
    return caching.explainer();
  }
}
