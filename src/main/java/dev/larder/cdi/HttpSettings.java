package dev.larder.cdi;

import dev.larder.cache.ByteSizes;
import dev.larder.cache.Durations;
import dev.larder.cache.Ttl;
import dev.larder.http.CacheOptions;
import dev.larder.http.jaxrs.ResponseCaching;
import java.time.Duration;

/**
 * The configuration of the response cache, checked.
 *
 * @param options of the policy
 * @param caching of the filters
 */
record HttpSettings(CacheOptions options, ResponseCaching.Settings caching) {

  /** Larger bodies belong in a file or a store of their own, not in the heap of a server. */
  private static final long LARGEST_BODY = 256 << 20;

  static HttpSettings read(Settings settings) {
    return new HttpSettings(
        new CacheOptions(
            settings.value("larder.http.client-reload", Settings::yesOrNo),
            settings.value("larder.http.heuristic-limit", HttpSettings::time),
            settings.value("larder.http.stale-if-error", HttpSettings::time),
            settings.value("larder.http.keep-stale", HttpSettings::time),
            settings.value("larder.http.longest", HttpSettings::longest)),
        new ResponseCaching.Settings(
            settings.value("larder.http.enabled", Settings::yesOrNo),
            settings.value("larder.http.max-body", HttpSettings::body),
            settings.value("larder.http.collapse-wait", HttpSettings::time),
            settings.value("larder.http.uncacheable-for", HttpSettings::time),
            settings.value("larder.http.cache-status-key", Settings::yesOrNo)));
  }

  /** A time, zero included. */
  private static Duration time(String text) {
    Duration time = Durations.parse(text);
    if (!time.isZero()) {
      Ttl.of(time);
    }
    return time;
  }

  private static Duration longest(String text) {
    Duration time = Durations.parse(text);
    if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(Duration.ofDays(3650)) > 0) {
      throw new IllegalArgumentException("from 1s to 3650d is allowed");
    }
    return time;
  }

  private static int body(String text) {
    long bytes = ByteSizes.parse(text);
    if (bytes > LARGEST_BODY) {
      throw new IllegalArgumentException("at most 256MB is allowed");
    }
    return (int) bytes;
  }
}
