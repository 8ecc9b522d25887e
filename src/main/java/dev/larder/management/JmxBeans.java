package dev.larder.management;

import dev.larder.cache.CacheModule;
import dev.larder.security.AuditTrail;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.lang.management.ManagementFactory;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Shows the service over JMX from its start to its end. */
@ApplicationScoped
class JmxBeans {

  @Inject CacheModule cache;
  @Inject AllGauges gauges;
  @Inject AuditTrail trail;

  private @Nullable JmxRegistrations registrations;

  void started(@Observes @Initialized(ApplicationScoped.class) ServletContext context) {
    // Whoever reads it over JMX has a thread of the server's, for which there is another one.
    Config config = ConfigProvider.getConfig();
    String path = context.getContextPath();
    JmxRegistrations made =
        new JmxRegistrations(
            ManagementFactory.getPlatformMBeanServer(), path.isEmpty() ? "/" : path.substring(1));
    registrations = made;
    made.register(
        "CacheStatistics", new CacheMXBeans.Statistics(cache, gauges), CacheStatisticsMXBean.class);
    made.register("Cache", new CacheMXBeans.Control(cache, trail), CacheControlMXBean.class);
    made.register(
        "Configuration",
        new CacheMXBeans.Configuration(() -> ConfigurationView.of(config)),
        ConfigurationMXBean.class);
  }

  @PreDestroy
  void stop() {
    JmxRegistrations made = registrations;
    if (made != null) {
      made.close();
    }
  }
}
