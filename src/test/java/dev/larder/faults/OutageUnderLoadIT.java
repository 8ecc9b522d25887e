package dev.larder.faults;

import static dev.larder.faults.OpenLoad.Kind.CACHED;
import static dev.larder.faults.OpenLoad.Kind.LOADED;
import static dev.larder.faults.OpenLoad.Kind.UNCACHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.testing.FaultFigures;
import dev.larder.testing.Feature;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.SampleApplication;
import dev.larder.testing.SampleServer;
import dev.larder.testing.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An application under 200 requests a second whose Redis goes away and comes back, in three ways.
 * {@code -Dlarder.outage.seconds} says for how long; from 30 on, the time that answers take is
 * judged too, which a short run on a busy machine says nothing about.
 */
@Feature("Redis away and back, under load")
class OutageUnderLoadIT {

  private static final int PER_SECOND = 200;
  private static final int SECONDS = Integer.getInteger("larder.outage.seconds", 6);
  private static final boolean FULL = SECONDS >= 30;
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

  /** After the time-out of the first calls those behind them go on, and are answered soon. */
  private static final Duration FIRST_TIMEOUT = TIMEOUT.plusMillis(500);

  /** How long it takes to notice from outside that there are hits again. */
  private static final Duration NOTICING = Duration.ofSeconds(1);

  private static RedisProcess redis;
  private static TcpProxy way;
  private static SampleServer server;

  /** How Redis goes away, and how it comes back. */
  private record Outage(String name, Runnable begin, Runnable end) {}

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    way = TcpProxy.start(redis.port());
    server =
        SampleServer.configure()
            .classes(SampleApplication.class, OutageResource.class)
            .httpThreads(200)
            .set("larder.cache.type", "redis")
            .set("larder.cache.url", "redis://127.0.0.1:" + way.port())
            .set("larder.redis.timeout", TIMEOUT.toMillis() + "ms")
            .set("larder.breaker.probe-interval", PROBE_INTERVAL.toMillis() + "ms")
            .start();
    for (String path : new String[] {"cached/1", "loaded/1", "uncached/1"}) {
      assertThat(server.get("/api/outage/" + path).status()).as(path).isEqualTo(200);
    }
    try (OpenLoad warmUp = load()) {
      pass(Duration.ofSeconds(FULL ? 20 : 4));
      warmUp.close();
      assertThat(warmUp.samples()).as("answers").anyMatch(sample -> sample.problem() == null);
    }
  }

  @AfterAll
  static void stop() {
    server.close();
    way.close();
    redis.close();
  }

  private static OpenLoad load() {
    return OpenLoad.start(server.url().resolve("api/outage/"), PER_SECOND);
  }

  @Test
  void aKilledRedis() {
    check(
        new Outage(
            "killed",
            () -> {
              redis.kill();
              // Nobody listens any more, as without the proxy.
              way.cut();
            },
            () -> {
              redis.restart();
              way.restore();
            }));
  }

  @Test
  void aFrozenRedis() {
    check(new Outage("frozen", redis::freeze, redis::thaw));
  }

  @Test
  void aBlackHoledRedis() {
    check(new Outage("black-holed", way::blackHole, way::restore));
  }

  private static void check(Outage outage) {
    long begin;
    long leaving;
    long end;
    List<OpenLoad.Sample> samples;
    try (OpenLoad load = load()) {
      pass(Duration.ofSeconds(FULL ? 10 : 2));
      begin = System.nanoTime();
      outage.begin().run();
      pass(Duration.ofSeconds(SECONDS));
      leaving = System.nanoTime();
      outage.end().run();
      end = System.nanoTime();
      await("hits after the outage")
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  recovered(load.samples(), CACHED, end) && recovered(load.samples(), LOADED, end));
      pass(Duration.ofSeconds(1));
      load.close();
      samples = load.samples();
    }
    report(outage.name(), samples, begin, leaving, end);
  }

  private static void report(
      String name, List<OpenLoad.Sample> samples, long begin, long leaving, long end) {
    long cut = begin + FIRST_TIMEOUT.toNanos();
    Predicate<OpenLoad.Sample> during = sample -> sample.due() >= cut && sample.due() < leaving;
    double uncached = percentile(samples, UNCACHED, 99, sample -> true);
    double cachedP99 = percentile(samples, CACHED, 99, during);
    double loadedP99 = percentile(samples, LOADED, 99, during);
    double ratio = Math.max(cachedP99, loadedP99) / uncached;
    double recovery =
        Math.max(firstHit(samples, CACHED, end), firstHit(samples, LOADED, end)) / 1e9;
    List<String> failed = problems(samples, CACHED);
    List<String> failedLoads = problems(samples, LOADED);
    FaultFigures.record(
        "outage-" + name,
        "requests",
        samples.size(),
        "away",
        SECONDS + "s",
        "failed-cached",
        failed.size(),
        "failed-getOrSet",
        failedLoads.size(),
        "hits-during-outage",
        samples.stream()
            .filter(during)
            .filter(each -> each.hit() && each.due() + each.nanos() < leaving)
            .count(),
        "p50-uncached",
        millis(percentile(samples, UNCACHED, 50, sample -> true)),
        "p99-uncached",
        millis(uncached),
        "p99-uncached-during-outage",
        millis(percentile(samples, UNCACHED, 99, during)),
        "p99-cached-before",
        millis(percentile(samples, CACHED, 99, sample -> sample.due() < begin)),
        "p50-cached-during-outage",
        millis(percentile(samples, CACHED, 50, during)),
        "p99-cached-during-outage",
        millis(cachedP99),
        "p99-getOrSet-during-outage",
        millis(loadedP99),
        "slowest-in-first-timeout",
        millis(
            percentile(
                samples, CACHED, 100, sample -> sample.due() >= begin && sample.due() < cut)),
        "ratio-of-p99",
        String.format(Locale.ROOT, "%.2f", ratio),
        "recovered-after",
        String.format(Locale.ROOT, "%.2fs", recovery),
        "probe-interval",
        PROBE_INTERVAL.toSeconds() + "s");
    assertThat(failed).as("wrong answers of the endpoint with a response cache").isEmpty();
    assertThat(failedLoads).as("wrong answers of the endpoint with getOrSet").isEmpty();
    assertThat(recovery)
        .as("seconds until there were hits again")
        .isLessThan(PROBE_INTERVAL.multipliedBy(3).plus(NOTICING).toMillis() / 1e3);
    if (FULL) {
      assertThat(ratio).as("p99 during the outage by p99 without a cache").isLessThan(3);
    }
  }

  private static boolean recovered(List<OpenLoad.Sample> samples, OpenLoad.Kind kind, long since) {
    return samples.stream().anyMatch(each -> isHit(each, kind, since));
  }

  private static long firstHit(List<OpenLoad.Sample> samples, OpenLoad.Kind kind, long since) {
    return samples.stream()
        .filter(each -> isHit(each, kind, since))
        .mapToLong(each -> each.due() + each.nanos() - since)
        .min()
        .orElseThrow();
  }

  private static boolean isHit(OpenLoad.Sample sample, OpenLoad.Kind kind, long since) {
    return sample.kind() == kind && sample.due() >= since && sample.hit();
  }

  private static List<String> problems(List<OpenLoad.Sample> samples, OpenLoad.Kind kind) {
    return samples.stream()
        .filter(sample -> sample.kind() == kind && sample.problem() != null)
        .map(OpenLoad.Sample::problem)
        .toList();
  }

  private static double percentile(
      List<OpenLoad.Sample> samples,
      OpenLoad.Kind kind,
      int percent,
      Predicate<OpenLoad.Sample> which) {
    long[] nanos =
        samples.stream()
            .filter(sample -> sample.kind() == kind)
            .filter(which)
            .mapToLong(OpenLoad.Sample::nanos)
            .sorted()
            .toArray();
    assertThat(nanos).as("answers of %s", kind).isNotEmpty();
    return nanos[Math.max(0, (int) Math.ceil(nanos.length * percent / 100.0) - 1)];
  }

  private static String millis(double nanos) {
    return String.format(Locale.ROOT, "%.1fms", nanos / TimeUnit.MILLISECONDS.toNanos(1));
  }

  /** The length of a phase is what is chosen here, not a wait for something. */
  private static void pass(Duration time) {
    long begin = System.nanoTime();
    for (long left = time.toNanos();
        left > 0;
        left = time.toNanos() - (System.nanoTime() - begin)) {
      LockSupport.parkNanos(left);
    }
  }
}
