package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.CacheStats;
import dev.larder.cache.StoreStatus;
import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.memory.MemoryStore;
import dev.larder.cache.resilience.MeteredStore;
import dev.larder.http.ForwardReason;
import dev.larder.http.ResponseEvents;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meters, without a server. */
class MetersTest {

  private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @AfterEach
  void close() {
    registry.close();
  }

  private Exposition scrape() {
    return Exposition.of(registry.scrape());
  }

  @Test
  void whatAModuleCountsTheMetersCount() {
    CacheMeters meters = new CacheMeters(registry, Spans.NONE);
    MeteredStore store = new MeteredStore(new MemoryStore(1 << 20), meters, System::nanoTime);
    CacheModule module = new CacheModuleBuilder(store, new JacksonCodec()).events(meters).build();
    module.start();
    module.set("k", VALUE, Duration.ofMinutes(1));
    module.get("k");
    module.mget(List.of("k", "l", "m"));
    module.getOrSet("n", String.class, Duration.ofMinutes(1), () -> "loaded");
    module.getOrSet("n", String.class, Duration.ofMinutes(1), () -> "loaded");
    failing(() -> module.getOrSet("o", String.class, Duration.ofMinutes(1), this::fails));
    failing(() -> module.incr("k", 1));
    failing(() -> module.incr("k", 1));
    module.remove("k");
    CacheStats stats = module.stats();
    module.stop();
    failing(() -> module.get("k"));

    Exposition seen = scrape();
    assertThat(stats.hits()).isEqualTo(3);
    assertThat(seen.sum("larder_cache_gets_total", "keys", "application", "result", "hit"))
        .isEqualTo(stats.hits());
    assertThat(seen.sum("larder_cache_gets_total", "keys", "application", "result", "miss"))
        .isEqualTo(stats.misses());
    assertThat(seen.sum("larder_cache_load_seconds_count", "outcome", "success"))
        .isEqualTo(stats.loads())
        .isEqualTo(1);
    assertThat(seen.sum("larder_cache_load_seconds_count", "outcome", "failure"))
        .isEqualTo(stats.loadFailures())
        .isEqualTo(1);
    assertThat(seen.sum("larder_cache_load_seconds_sum"))
        .isEqualTo(stats.loadTime().toNanos() / 1e9, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(seen.sum("larder_cache_writes_total", "keys", "application")).isEqualTo(2);
    assertThat(seen.sum("larder_cache_removals_total", "keys", "application")).isEqualTo(1);
    assertThat(seen.sum("larder_cache_failures_total", "reason", "not-an-integer")).isEqualTo(2);
    assertThat(seen.samples("larder_cache_failures_total", "kind", "unavailable")).isEmpty();
    assertThat(operations(seen, "set", "success")).isEqualTo(1);
    assertThat(operations(seen, "mget", "success")).isEqualTo(1);
    assertThat(operations(seen, "incr", "rejected")).isEqualTo(2);
    assertThat(operations(seen, "delete", "success")).isEqualTo(1);
    assertThat(seen.sum("larder_cache_gets_total", "keys", "own")).isZero();
  }

  private static double operations(Exposition seen, String operation, String outcome) {
    return seen.sum(
        "larder_store_operation_seconds_count",
        "store",
        "memory",
        "operation",
        operation,
        "outcome",
        outcome);
  }

  private String fails() {
    throw new IllegalStateException("as asked");
  }

  private static void failing(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      return;
    }
    throw new AssertionError("it did not fail");
  }

  @Test
  void theCachesOwnKeysAreToldFromThoseOfApplications() {
    CacheMeters meters = new CacheMeters(registry, Spans.NONE);
    CacheEvents own = meters.ofOwnKeys();
    own.hits(3);
    own.written(2);
    own.failed("get", new CacheException(Reason.UNAVAILABLE, "away"));
    Exposition seen = scrape();
    assertThat(seen.sum("larder_cache_gets_total", "keys", "own", "result", "hit")).isEqualTo(3);
    assertThat(seen.sum("larder_cache_gets_total", "keys", "application")).isZero();
    assertThat(seen.sum("larder_cache_writes_total", "keys", "own")).isEqualTo(2);
    assertThat(seen.sum("larder_cache_failures_total", "keys", "own", "kind", "unavailable"))
        .isEqualTo(1);
  }

  @Test
  void histogramsHaveFewFixedBucketsThatCountWhatTookNoLonger() {
    CacheMeters meters = new CacheMeters(registry, Spans.NONE);
    meters.called("redis", "get", TimeUnit.MICROSECONDS.toNanos(400), null);
    meters.called("redis", "get", TimeUnit.MILLISECONDS.toNanos(20), null);
    meters.called("redis", "get", TimeUnit.MINUTES.toNanos(2), null);
    Exposition seen = scrape();
    String buckets = "larder_store_operation_seconds_bucket";
    assertThat(seen.samples(buckets)).hasSize(17);
    assertThat(seen.sum(buckets, "le", "2.5E-4")).isZero();
    assertThat(seen.sum(buckets, "le", "5.0E-4")).isEqualTo(1);
    assertThat(seen.sum(buckets, "le", "0.025")).isEqualTo(2);
    assertThat(seen.sum(buckets, "le", "10.0")).isEqualTo(2);
    assertThat(seen.sum(buckets, "le", "+Inf")).isEqualTo(3);
    assertThat(seen.sum("larder_store_operation_seconds_sum")).isEqualTo(120.0204);
    meters.loaded(1);
    new RequestMeters(registry).answered("GET", "/stats", 200, 1);
    assertThat(scrape().samples())
        .filteredOn(sample -> sample.name().endsWith("_bucket"))
        .allSatisfy(
            sample ->
                assertThat(scrape().samples(sample.name(), labels(sample)).size())
                    .isLessThanOrEqualTo(17));
  }

  /** The labels of a bucket but for its end. */
  private static String[] labels(Exposition.Sample sample) {
    return sample.labels().entrySet().stream()
        .filter(label -> !label.getKey().equals("le"))
        .flatMap(label -> List.of(label.getKey(), label.getValue()).stream())
        .toArray(String[]::new);
  }

  @Test
  void aMethodThatHttpDoesNotKnowIsOther() {
    RequestMeters meters = new RequestMeters(registry);
    for (int i = 0; i < 1_000; i++) {
      meters.answered("METHOD" + i, RequestMeters.NO_ROUTE, 405, 1);
    }
    Exposition seen = scrape();
    assertThat(seen.samples("larder_http_server_requests_seconds_count")).hasSize(1);
    assertThat(
            seen.sum(
                "larder_http_server_requests_seconds_count",
                "method",
                "other",
                "route",
                "none",
                "status",
                "405"))
        .isEqualTo(1_000);
  }

  @Test
  void whatBecomesOfAResponseIsNamedAsInCacheStatus() {
    ResponseMeters meters = new ResponseMeters(registry, new ResponseHits(100));
    for (ForwardReason reason : ForwardReason.values()) {
      ResponseEvents.Result result = ResponseEvents.Result.of(reason);
      assertThat(result.token()).isEqualTo(reason.token());
      meters.looked(result);
    }
    meters.looked(ResponseEvents.Result.HIT_COLLAPSED);
    meters.stored();
    Exposition seen = scrape();
    String requests = "larder_response_cache_requests_total";
    assertThat(seen.samples(requests)).hasSize(ResponseEvents.Result.values().length);
    assertThat(seen.sum(requests)).isEqualTo(ForwardReason.values().length + 1);
    assertThat(seen.sum(requests, "result", "hit-collapsed")).isEqualTo(1);
    assertThat(seen.sum(requests, "result", "hit")).isZero();
    assertThat(seen.sum("larder_response_cache_stored_total")).isEqualTo(1);
  }

  @Test
  void figuresAreThoseOfTheMomentAndUnknownOnesHaveNoMeter() {
    AtomicReference<Seen> now =
        new AtomicReference<>(
            seen("up", true, OptionalLong.of(2), Map.of("pool.active", 3.0, "near.hits", 5.0)));
    FigureMeters figures = new FigureMeters(registry, now::get);
    figures.look();
    Exposition first = scrape();
    assertThat(first.sum("larder_cache_up", "store", "some")).isEqualTo(1);
    assertThat(first.sum("larder_database_up")).isEqualTo(1);
    assertThat(first.sum("larder_cache_entries")).isEqualTo(2);
    assertThat(first.sum("larder_redis_pool_connections", "state", "active")).isEqualTo(3);
    assertThat(first.sum("larder_near_gets_total", "result", "hit")).isEqualTo(5);
    assertThat(first.names()).doesNotContain("larder_cache_size_bytes", "larder_breaker_open");

    now.set(
        seen(
            "degraded",
            false,
            OptionalLong.of(7),
            Map.of(
                "pool.active", 0.0, "near.hits", 6.0, "breaker.open", 1.0, "strange.name", 1.0)));
    figures.look();
    Exposition second = scrape();
    assertThat(second.sum("larder_cache_up")).isZero();
    assertThat(second.sum("larder_database_up")).isZero();
    assertThat(second.sum("larder_cache_entries")).isEqualTo(7);
    assertThat(second.sum("larder_redis_pool_connections", "state", "active")).isZero();
    assertThat(second.sum("larder_near_gets_total", "result", "hit")).isEqualTo(6);
    assertThat(second.sum("larder_breaker_open")).isEqualTo(1);
    assertThat(second.types()).containsEntry("larder_near_gets_total", "counter");
    assertThat(second.types()).containsEntry("larder_breaker_open", "gauge");
    assertThat(String.join(" ", second.names())).doesNotContain("strange");
    assertThat(figures).isNotNull();
  }

  private static Seen seen(
      String state, boolean database, OptionalLong entries, Map<String, Double> figures) {
    StoreStatus store =
        new StoreStatus(state, entries, OptionalLong.empty(), OptionalLong.empty(), Map.of());
    CacheStats stats =
        new CacheStats(
            0, 0, 0, 0, Duration.ZERO, 0, store.evictions(), store.entries(), store.bytes(), store);
    return new Seen("some", stats, new HashMap<>(figures), database);
  }

  @Test
  void figuresWhoseNamesRequestsCouldMakeAreNone() {
    assertThat(Figure.of("audit.keys-delete.done")).isPresent();
    assertThat(Figure.of("audit.Keys Delete.done")).isEmpty();
    assertThat(Figure.of("audit." + "x".repeat(41) + ".done")).isEmpty();
    assertThat(Figure.of("audit.a.b.c")).isEmpty();
    assertThat(Figure.of("requirements.drifts.anything")).isEmpty();
    assertThat(Figure.of("requirements.drifts.left.over"))
        .hasValueSatisfying(
            figure ->
                assertThat(figure.tags().stream().toList().get(0).getValue())
                    .isEqualTo("left-over"));
  }

  @Test
  void everyMeterHasAHelpTextAndANameOfOurs() {
    CacheMeters meters = new CacheMeters(registry, Spans.NONE);
    meters.called("memory", "get", 1, null);
    meters.failed("get", new CacheException(Reason.UNAVAILABLE, "away"));
    ResponseMeters responses = new ResponseMeters(registry, new ResponseHits(100));
    responses.stored();
    new RequestMeters(registry).answered("GET", "/stats", 200, 1);
    Exposition seen = scrape();
    Set<String> families = new TreeSet<>(seen.types().keySet());
    assertThat(families).isNotEmpty().allSatisfy(name -> assertThat(name).startsWith("larder_"));
    assertThat(seen.helped()).isEqualTo(families);
  }
}
