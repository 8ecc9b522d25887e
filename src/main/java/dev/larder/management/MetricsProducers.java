package dev.larder.management;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheStats;
import dev.larder.http.ResponseEvents;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * The producers of the meters: one registry for the application, which dies with it. It has no
 * thread and no MBean, and nothing of it is in Micrometer's global registry.
 */
@ApplicationScoped
public class MetricsProducers {

  @Produces
  @Singleton
  PrometheusMeterRegistry registry() {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }

  void close(@Disposes PrometheusMeterRegistry registry) {
    registry.close();
  }

  @Produces
  @Singleton
  ResponseHits responseHits() {
    return new ResponseHits(10_000);
  }

  // No client proxy, here and below: every operation of the cache and every request passes.
  @Produces
  @Singleton
  CacheEvents cacheEvents(PrometheusMeterRegistry registry) {
    return new CacheMeters(registry, Spans.find());
  }

  @Produces
  @Singleton
  ResponseEvents responseEvents(PrometheusMeterRegistry registry, ResponseHits hits) {
    return new ResponseMeters(registry, hits);
  }

  @Produces
  @Singleton
  RequestMeters requestMeters(PrometheusMeterRegistry registry) {
    return new RequestMeters(registry);
  }

  @Produces
  @Singleton
  FigureMeters figureMeters(
      PrometheusMeterRegistry registry, CacheModule cache, AllGauges gauges, ServiceHealth health) {
    return new FigureMeters(
        registry,
        () -> {
          CacheStats stats = cache.stats();
          return new Seen(cache.name(), stats, gauges.with(stats.store()), health.database());
        });
  }
}
