package dev.larder.management;

import dev.larder.cache.CacheStats;
import dev.larder.rest.Latencies;
import java.time.Clock;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes one sample after the other from what the parts have counted. One thread uses it. */
final class SampleMaker {

  private final Supplier<CacheStats> cache;
  private final Supplier<Latencies.Snapshot> requests;
  private final Clock clock;
  private Latencies.Snapshot before;

  SampleMaker(Supplier<CacheStats> cache, Supplier<Latencies.Snapshot> requests, Clock clock) {
    this.cache = cache;
    this.requests = requests;
    this.clock = clock;
    this.before = requests.get();
  }

  Sample next() {
    CacheStats stats = cache.get();
    Latencies.Snapshot now = requests.get();
    Latencies.Snapshot between = now.since(before);
    before = now;
    return new Sample(
        clock.instant().getEpochSecond(),
        stats.hits(),
        stats.misses(),
        stats.loads(),
        stats.errors(),
        known(stats.evictions()),
        known(stats.entries()),
        known(stats.bytes()),
        now.count(),
        known(between.millis(0.5)),
        known(between.millis(0.95)),
        known(between.millis(0.99)));
  }

  private static @Nullable Long known(OptionalLong figure) {
    return figure.isPresent() ? figure.getAsLong() : null;
  }

  private static @Nullable Double known(OptionalDouble figure) {
    return figure.isPresent() ? figure.getAsDouble() : null;
  }
}
