package dev.larder.management;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/**
 * Meters of what happens to one kind of keys: those of applications, or the cache's own. Each of
 * them has the label {@code keys}. Thread-safe.
 */
final class KeyMeters implements CacheEvents {

  static final String APPLICATION = "application";
  static final String OWN = "own";

  private final MeterRegistry registry;
  private final String keys;
  private final Counter hits;
  private final Counter misses;
  private final Counter written;
  private final Counter removed;

  KeyMeters(MeterRegistry registry, String keys) {
    this.registry = registry;
    this.keys = keys;
    this.hits = gets("hit");
    this.misses = gets("miss");
    this.written = counter("larder.cache.writes", "Entries written").register(registry);
    this.removed =
        counter("larder.cache.removals", "Entries removed on request").register(registry);
  }

  private Counter gets(String result) {
    return counter("larder.cache.gets", "Entries looked up, by what was found")
        .tag("result", result)
        .register(registry);
  }

  private Counter.Builder counter(String name, String description) {
    return Counter.builder(name).description(description).tag("keys", keys);
  }

  @Override
  public void hits(long count) {
    hits.increment((double) count);
  }

  @Override
  public void misses(long count) {
    misses.increment((double) count);
  }

  @Override
  public void written(long count) {
    written.increment((double) count);
  }

  @Override
  public void removed(long count) {
    removed.increment((double) count);
  }

  @Override
  public void failed(String operation, CacheException failure) {
    counter("larder.cache.failures", "Operations that failed, by why; refused ones included")
        .tag("operation", operation)
        .tag("kind", token(failure.kind()))
        .tag("reason", token(failure.reason()))
        .register(registry)
        .increment();
  }

  /** Returns a constant as the value of a label: {@code not-an-integer}. */
  static String token(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
