package dev.larder.cdi;

import dev.larder.cache.ByteSizes;
import dev.larder.cache.Durations;
import dev.larder.cache.resilience.ResilienceSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What is done about a remote store that is away, checked.
 *
 * @param breaker when it counts as away
 * @param dataDir below which removals are kept meanwhile
 * @param journalEntries how many at most
 * @param journalBytes how many bytes they take at most
 */
record OutageSettings(
    ResilienceSettings breaker, Path dataDir, int journalEntries, long journalBytes) {

  private static final int MOST_ENTRIES = 10_000_000;
  private static final long LEAST_BYTES = 64 << 10;
  private static final long MOST_BYTES = 256L << 20;

  static OutageSettings read(Settings settings) {
    Duration answer = settings.value("larder.redis.timeout", Durations::parse);
    int failures =
        settings.value("larder.breaker.failures", text -> CacheSettings.count(text, 1, 1_000));
    Duration interval = settings.value("larder.breaker.probe-interval", OutageSettings::interval);
    return new OutageSettings(
        new ResilienceSettings(failures, interval, answer),
        settings.value("larder.data-dir", OutageSettings::directory),
        settings.value(
            "larder.journal.max-entries", text -> CacheSettings.count(text, 1, MOST_ENTRIES)),
        settings.value("larder.journal.max-bytes", OutageSettings::bytes));
  }

  private static Duration interval(String text) {
    Duration interval = Durations.parse(text);
    if (interval.toMillis() < 1 || interval.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("from 1ms to 1h is allowed");
    }
    return interval;
  }

  private static Path directory(String text) {
    try {
      return Path.of(text).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a directory's name", e);
    }
  }

  private static long bytes(String text) {
    long bytes = ByteSizes.parse(text);
    if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
      throw new IllegalArgumentException("from 64KB to 256MB is allowed");
    }
    return bytes;
  }
}
