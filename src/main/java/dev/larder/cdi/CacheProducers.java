package dev.larder.cdi;

import dev.larder.cache.BackgroundExecutors;
import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.CacheStore;
import dev.larder.cache.Codec;
import dev.larder.cache.Leases;
import dev.larder.cache.OwnKeys;
import dev.larder.cache.SingleFlight;
import dev.larder.cache.json.JacksonCodec;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The producers of the cache. An application replaces any of the beans by one of its own that is an
 * {@code @Alternative} with a {@code @Priority}: a {@link CacheStore}, a {@link Codec}, a whole
 * {@link CacheModule}; and it hears of everything by a bean of type {@link CacheEvents}.
 */
@ApplicationScoped
public class CacheProducers {

  private final CacheSettings settings =
      CacheSettings.read(Settings.of(ConfigProvider.getConfig()));

  // The server's own: it owns the threads, and ends them when the application is undeployed.
  // Injected by the container before any producer is called.
  @SuppressWarnings("NullAway.Init")
  @Resource
  private ManagedThreadFactory threads;

  // No client proxy: every operation of the cache passes here.
  @Produces
  @Singleton
  CacheStore store(Instance<CacheEvents> events, BackgroundExecutors background) {
    CacheStore store = Stores.make(settings, listener(events), background.scheduler(), threads);
    store.start();
    return store;
  }

  void close(@Disposes CacheStore store) {
    store.close();
  }

  @Produces
  @Singleton
  Codec codec() {
    return new JacksonCodec();
  }

  @Produces
  @ApplicationScoped
  CacheModule module(
      CacheStore store, Codec codec, Instance<CacheEvents> events, BackgroundExecutors background) {
    CacheModuleBuilder builder =
        new CacheModuleBuilder(store, codec)
            .prefix(settings.prefix())
            .defaultTtl(settings.defaultTtl())
            .events(listener(events))
            .loadDefaults(settings.load().defaults())
            .refreshes(background.executor())
            .sharesStore();
    leases(store).ifPresent(builder::leases);
    CacheModule module = builder.build();
    module.start();
    return module;
  }

  void stop(@Disposes CacheModule module) {
    module.stop();
  }

  /**
   * Never prefixed: workers of other programs read these keys as they are. No client proxy: every
   * look-up of the response cache passes here.
   */
  @Produces
  @Singleton
  OwnKeys ownKeys(CacheStore store, Codec codec, Instance<CacheEvents> events) {
    SingleFlight<String> flights = new SingleFlight<>();
    CacheModule module =
        new CacheModuleBuilder(store, codec)
            .forOwnKeys()
            .flights(flights)
            .defaultTtl(settings.defaultTtl())
            .events(listener(events).ofOwnKeys())
            .build();
    module.start();
    return OwnKeys.of(module, flights, leases(store).orElse(null));
  }

  /** A store in memory is shared by nobody, so that nobody else could load. */
  private Optional<Leases> leases(CacheStore store) {
    LoadSettings load = settings.load();
    return settings.remote() != null && load.leases()
        ? Optional.of(new Leases(store, load.leaseTime(), new SecureRandom()::nextLong))
        : Optional.empty();
  }

  private static CacheEvents listener(Instance<CacheEvents> events) {
    return events.isResolvable() ? events.get() : CacheEvents.NONE;
  }
}
