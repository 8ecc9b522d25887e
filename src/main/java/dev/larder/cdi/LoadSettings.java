package dev.larder.cdi;

import dev.larder.cache.Durations;
import dev.larder.cache.LoadOptions;
import java.time.Duration;

/**
 * What holds for each {@code getOrSet} that does not say otherwise, checked.
 *
 * @param leases whether one node of all loads a key at a time
 * @param leaseTime how long a lease lasts that is not given back
 * @param defaults the rest
 */
record LoadSettings(boolean leases, Duration leaseTime, LoadOptions defaults) {

  static LoadSettings read(Settings settings) {
    return new LoadSettings(
        settings.value("larder.load.lease", Settings::yesOrNo),
        settings.value("larder.load.lease-time", LoadSettings::leaseTime),
        LoadOptions.DEFAULTS
            .withTtlJitter(settings.value("larder.load.ttl-jitter", LoadSettings::jitter))
            .withEarlyRefresh(settings.value("larder.load.early-refresh", LoadSettings::eagerness))
            .withStaleWhileRevalidate(
                settings.value("larder.load.stale-while-revalidate", LoadSettings::window)));
  }

  private static Duration leaseTime(String text) {
    Duration time = Durations.parse(text);
    if (time.compareTo(Duration.ofMillis(100)) < 0 || time.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("from 100ms to 1h is allowed");
    }
    return time;
  }

  private static double jitter(String text) {
    double fraction = number(text);
    var unused = LoadOptions.DEFAULTS.withTtlJitter(fraction);
    return fraction;
  }

  private static double eagerness(String text) {
    double eagerness = number(text);
    var unused = LoadOptions.DEFAULTS.withEarlyRefresh(eagerness);
    return eagerness;
  }

  private static Duration window(String text) {
    Duration window = Durations.parse(text);
    var unused = LoadOptions.DEFAULTS.withStaleWhileRevalidate(window);
    return window;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a number", e);
    }
  }
}
