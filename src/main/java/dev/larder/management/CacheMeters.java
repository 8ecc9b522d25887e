package dev.larder.management;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Meters, and spans, of what a cache tells. No label comes from a key, a pattern or a value:
 * operations are named by the code, stores by themselves. Thread-safe.
 */
final class CacheMeters implements CacheEvents {

  /** What becomes of an operation of a store when it does not fail. */
  private static final String DONE = "success";

  private final MeterRegistry registry;
  private final Spans spans;
  private final KeyMeters application;
  private final KeyMeters own;
  private final Timer loaded;
  private final Timer loadFailed;
  private final Counter superseded;
  private final Counter stale;
  private final Counter refreshes;
  private final Counter waits;

  /** Of one operation of a store; there are as many as names, which are fixed. */
  private record Operation(String store, String name, String outcome) {}

  private final ConcurrentMap<Operation, Timer> operations = new ConcurrentHashMap<>();

  CacheMeters(MeterRegistry registry, Spans spans) {
    this.registry = registry;
    this.spans = spans;
    this.application = new KeyMeters(registry, KeyMeters.APPLICATION);
    this.own = new KeyMeters(registry, KeyMeters.OWN);
    this.loaded = loads(DONE);
    this.loadFailed = loads("failure");
    this.superseded =
        counter(
            "larder.cache.loads.superseded",
            "Loaded values that were not stored, since their key was changed meanwhile");
    this.stale =
        counter("larder.cache.served.stale", "Values that were served after their time to live");
    this.refreshes = counter("larder.cache.refreshes", "Loads that began in the background");
    this.waits = counter("larder.cache.node.waits", "Loads that waited for another node");
  }

  private Timer loads(String outcome) {
    return Timer.builder("larder.cache.load")
        .description("Calls of loaders")
        .tag("outcome", outcome)
        .serviceLevelObjectives(Buckets.ofLoads())
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  @Override
  public CacheEvents ofOwnKeys() {
    return own;
  }

  @Override
  public void hits(long count) {
    application.hits(count);
  }

  @Override
  public void misses(long count) {
    application.misses(count);
  }

  @Override
  public void written(long count) {
    application.written(count);
  }

  @Override
  public void removed(long count) {
    application.removed(count);
  }

  @Override
  public void failed(String operation, CacheException failure) {
    application.failed(operation, failure);
  }

  @Override
  public void loaded(long nanos) {
    loaded.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void loadFailed(long nanos) {
    loadFailed.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void loadSuperseded() {
    superseded.increment();
  }

  @Override
  public void servedStale() {
    stale.increment();
  }

  @Override
  public void refreshBegun() {
    refreshes.increment();
  }

  @Override
  public void waitedForNode() {
    waits.increment();
  }

  @Override
  public void called(String store, String operation, long nanos, @Nullable CacheException failure) {
    String outcome = failure == null ? DONE : KeyMeters.token(failure.kind());
    timer(new Operation(store, operation, outcome)).record(nanos, TimeUnit.NANOSECONDS);
    spans.ended(store, operation, nanos, failure);
  }

  private Timer timer(Operation operation) {
    Timer known = operations.get(operation);
    return known != null ? known : operations.computeIfAbsent(operation, this::register);
  }

  private Timer register(Operation operation) {
    return Timer.builder("larder.store.operation")
        .description("Operations of the store itself: of Redis, or of the memory of this node")
        .tag("store", operation.store())
        .tag("operation", operation.name())
        .tag("outcome", operation.outcome())
        .serviceLevelObjectives(Buckets.ofStore())
        .register(registry);
  }
}
