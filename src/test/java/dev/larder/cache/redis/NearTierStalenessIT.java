package dev.larder.cache.redis;

import static dev.larder.cache.redis.Feeds.gauge;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.cache.CacheEntry;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheStore;
import dev.larder.cache.Ttl;
import dev.larder.cache.tiered.TieredStore;
import dev.larder.testing.FaultFigures;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Node A writes versions while node B reads through its near tier, and B's network is cut, frozen,
 * slowed down and restored at random: no read on B is older than the lease.
 *
 * <p>{@code larder.writes} says how many writes, {@code larder.seed} what happens at random.
 */
class NearTierStalenessIT {

  private static final int WRITES = Integer.getInteger("larder.writes", 4_000);
  private static final long SEED = Long.getLong("larder.seed", System.nanoTime());

  /** Some 20 seconds in any case, and not more than about two minutes. */
  private static final int WRITES_PER_SECOND = Math.max(200, WRITES / 120);

  private static final int KEYS = 32;
  private static final int READERS = 2;
  private static final int ROUNDS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** After how long B gives up what is cut or frozen. */
  private static final Duration SILENCE = Duration.ofMillis(500);

  private final RedisProcess redis = RedisProcess.start();
  private final TcpProxy tracking = TcpProxy.start(redis.port());
  private final TcpProxy data = TcpProxy.start(redis.port());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Versions versions = new Versions(KEYS, WRITES + 1);
  private final Lags lags = new Lags();
  private final LongAdder unavailable = new LongAdder();
  private final ConcurrentLinkedQueue<String> tooOld = new ConcurrentLinkedQueue<>();
  private volatile boolean done;
  private RedisStore toldOfChanges;
  private TieredStore a;
  private TieredStore b;

  @BeforeEach
  void startNodes() {
    // The one that writes has nothing to do with the faults, and all the time that a busy machine
    // takes.
    a = Feeds.node(settings(redis.port(), Duration.ofSeconds(20)));
    toldOfChanges = new RedisStore(settings(tracking.port(), SILENCE));
    b = Feeds.node(new RedisStore(settings(data.port(), SILENCE)), toldOfChanges);
    Feeds.ready(a);
    Feeds.ready(b);
  }

  @AfterEach
  void stop() throws InterruptedException {
    done = true;
    threads.shutdownNow();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    a.close();
    b.close();
    toldOfChanges.close();
    tracking.close();
    data.close();
    redis.close();
  }

  private static RedisSettings settings(int port, Duration silence) {
    return RedisSettings.builder("redis://127.0.0.1:" + port)
        .connectTimeout(silence)
        .timeout(silence)
        .build();
  }

  @Test
  void noReadIsOlderThanTheLeaseWhateverHappensToTheNetwork() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int key = 0; key < KEYS; key++) {
      write(key, 0);
    }
    NetworkFaults faults = new NetworkFaults(tracking, data, random.nextLong());
    List<Future<?>> work = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      SplittableRandom ofReader = random.split();
      work.add(threads.submit(() -> read(ofReader)));
    }
    work.add(threads.submit(faults));
    int[] written = write(random.split());
    faults.end();
    done = true;
    for (Future<?> each : work) {
      each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    FaultFigures.record(
        "near-staleness",
        "writes",
        WRITES,
        "reads",
        lags.count(),
        "near-hits",
        (long) gauge(b, "near.hits"),
        "remote-reads",
        (long) gauge(b, "near.misses"),
        "failed-reads",
        unavailable.sum(),
        "faults",
        faults.faults(),
        "tier-losses",
        (long) gauge(b, "near.losses"),
        "lease-ms",
        Feeds.LEASE.toMillis(),
        "outdated-reads",
        lags.countAboveZero(),
        "lag-p50-ms",
        lags.percentileMillis(50),
        "lag-p99-ms",
        lags.percentileMillis(99),
        "lag-p99.9-ms",
        lags.percentileMillis(99.9),
        "lag-max-ms",
        lags.longestNanos() / 1e6,
        "older-than-lease",
        tooOld.size(),
        "seed",
        SEED);
    assertThat(tooOld).as("seed %d", SEED).isEmpty();
    // Had nothing been served near, or nothing outdated, nothing would have been tried.
    assertThat(gauge(b, "near.hits")).isGreaterThan(WRITES);
    assertThat(lags.countAboveZero()).isPositive();

    Feeds.ready(b);
    for (int key = 0; key < KEYS; key++) {
      byte[] newest = bytes(written[key]);
      String name = "k" + key;
      await(name)
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(CacheException.class)
          .untilAsserted(() -> assertThat(b.get(name)).contains(newest));
    }
  }

  /** A writes; returns the last version of each key. */
  private int[] write(SplittableRandom random) {
    int[] version = new int[KEYS];
    long began = System.nanoTime();
    for (int i = 0; i < WRITES; i++) {
      int key = random.nextInt(KEYS);
      write(key, ++version[key]);
      long due = began + TimeUnit.SECONDS.toNanos(1) * (i + 1) / WRITES_PER_SECOND;
      while (due - System.nanoTime() > 0) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
    return version;
  }

  private void write(int key, int version) {
    a.put("k" + key, bytes(version), Ttl.NONE);
    versions.acknowledged(key, version);
  }

  /** B reads, in every way there is, until all is done. */
  private void read(SplittableRandom random) {
    while (!done) {
      for (int i = 0; i < 50; i++) {
        readOnce(random);
      }
      // The machine is not B's alone.
      LockSupport.parkNanos(50_000);
    }
  }

  private void readOnce(SplittableRandom random) {
    int key = random.nextInt(KEYS);
    String name = "k" + key;
    long began = System.nanoTime();
    try {
      Optional<byte[]> found =
          switch (random.nextInt(4)) {
            case 0 -> b.get(name);
            case 1 -> b.entry(name).map(CacheEntry::value);
            case 2 -> b.getAllShared(List.of("k" + random.nextInt(KEYS), name)).get(1);
            default -> b.getShared(name);
          };
      int version = Integer.parseInt(new String(found.orElseThrow(), UTF_8));
      long lag = versions.lag(key, version, began);
      lags.add(lag);
      if (lag > Feeds.LEASE.toNanos()) {
        tooOld.add(name + " version " + version + " was " + lag / 1_000_000 + " ms too old");
      }
    } catch (CacheException e) {
      unavailable.increment();
    }
  }

  @Test
  void nearHitsComeAHundredTimesAsOftenAsReadsOfRedis() {
    for (int key = 0; key < KEYS; key++) {
      write(key, 0);
    }
    try (RedisStore plain = new RedisStore(settings(redis.port(), Duration.ofSeconds(20)))) {
      plain.start();
      // By turns, so that both have the same share of a busy machine; first for the compiler.
      for (int round = 0; round < 5; round++) {
        rate(b, 64);
        rate(plain, 1);
      }
      double near = 0;
      double far = 0;
      for (int round = 0; round < ROUNDS; round++) {
        near += rate(b, 64) / ROUNDS;
        far += rate(plain, 1) / ROUNDS;
      }
      FaultFigures.record(
          "near-hits",
          "near-hits-per-second",
          Math.round(near),
          "redis-reads-per-second",
          Math.round(far),
          "ratio",
          Math.round(near / far));
      assertThat(near).isGreaterThanOrEqualTo(100 * far);
    }
  }

  /**
   * Reads for a while on one thread, looking at the clock after so many reads, and returns how many
   * reads there were in a second.
   */
  private static double rate(CacheStore store, int between) {
    String[] names = new String[KEYS];
    for (int key = 0; key < KEYS; key++) {
      names[key] = "k" + key;
    }
    long began = System.nanoTime();
    long end = began + TimeUnit.MILLISECONDS.toNanos(400);
    long reads = 0;
    long length = 0;
    while (System.nanoTime() - end < 0) {
      for (int i = 0; i < between; i++) {
        length += store.getShared(names[(int) (reads++ % KEYS)]).orElseThrow().length;
      }
    }
    assertThat(length).isEqualTo(reads);
    return reads * 1e9 / (System.nanoTime() - began);
  }

  private static byte[] bytes(int version) {
    return Integer.toString(version).getBytes(UTF_8);
  }
}
