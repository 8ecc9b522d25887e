package dev.larder.management;

import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheStats;
import dev.larder.cache.KeyPattern;
import dev.larder.security.Audit;
import dev.larder.security.AuditTrail;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The MXBeans over a cache and a configuration. They keep nothing themselves. */
final class CacheMXBeans {

  private CacheMXBeans() {}

  /** The statistics; each attribute is read anew. */
  record Statistics(CacheModule cache, AllGauges gauges) implements CacheStatisticsMXBean {

    @Override
    public String getStore() {
      return cache.name();
    }

    @Override
    public String getState() {
      return cache.stats().store().state();
    }

    @Override
    public long getHits() {
      return cache.stats().hits();
    }

    @Override
    public long getMisses() {
      return cache.stats().misses();
    }

    @Override
    public double getHitRatio() {
      CacheStats stats = cache.stats();
      return (double) stats.hits() / (stats.hits() + stats.misses());
    }

    @Override
    public long getLoads() {
      return cache.stats().loads();
    }

    @Override
    public long getLoadFailures() {
      return cache.stats().loadFailures();
    }

    @Override
    public long getLoadMillis() {
      return cache.stats().loadTime().toMillis();
    }

    @Override
    public long getErrors() {
      return cache.stats().errors();
    }

    @Override
    public long getEvictions() {
      return cache.stats().evictions().orElse(-1);
    }

    @Override
    public long getEntries() {
      return cache.stats().entries().orElse(-1);
    }

    @Override
    public long getBytes() {
      return cache.stats().bytes().orElse(-1);
    }

    @Override
    public Map<String, Double> getGauges() {
      return gauges.with(cache.stats().store());
    }
  }

  /** The actions. Who acts over JMX is known to the server and not to its applications. */
  record Control(CacheModule cache, AuditTrail trail) implements CacheControlMXBean {

    @Override
    public long clear() {
      return audited("cache-clear", Map.of(), KeyPattern.glob("*"));
    }

    @Override
    public long deletePattern(String pattern) {
      return audited("keys-delete", Map.of("pattern", pattern), KeyPattern.glob(pattern));
    }

    private long audited(String action, Map<String, Object> asked, KeyPattern pattern) {
      Map<String, Object> details = new LinkedHashMap<>(asked);
      String outcome = "failed";
      try {
        OptionalLong removed = cache.removePattern(pattern);
        outcome = removed.isPresent() ? "done" : "deferred";
        removed.ifPresent(count -> details.put("deleted", count));
        return removed.orElse(-1);
      } catch (RuntimeException e) {
        // A console has no classes of ours to read the exception with.
        throw new IllegalStateException(String.valueOf(e.getMessage()));
      } finally {
        new Audit.Action(action, "jmx", "-", trail).ended(outcome, details);
      }
    }
  }

  /** The settings, read anew each time. */
  record Configuration(Supplier<Iterable<ConfigurationView.Setting>> view)
      implements ConfigurationMXBean {

    @Override
    public Map<String, String> getSettings() {
      Map<String, String> settings = new LinkedHashMap<>();
      view.get().forEach(setting -> settings.put(setting.key(), setting.value()));
      return settings;
    }
  }
}
