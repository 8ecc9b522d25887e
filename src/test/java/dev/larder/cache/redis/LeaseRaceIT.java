package dev.larder.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.KeyPattern;
import dev.larder.cache.Leases;
import dev.larder.cache.LoadOptions;
import dev.larder.cache.TypeRef;
import dev.larder.cache.json.JacksonCodec;
import dev.larder.testing.FaultFigures;
import dev.larder.testing.RedisProcess;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Changes on one node and loads on another, over one real Redis. The nodes have nothing in common
 * but Redis: stores, modules and registers of running loads of their own.
 */
@Timeout(120)
class LeaseRaceIT {

  private static final Duration TTL = Duration.ofMinutes(5);
  private static final int NODES = 2;
  private static final List<String> KEYS = List.of("k0", "k1", "{k}2");
  private static final TypeRef<Integer> INTEGER = TypeRef.of(Integer.class);

  private final RedisProcess redis = RedisProcess.start();
  private final List<CacheModule> nodes = new ArrayList<>();
  private final ExecutorService background = Executors.newFixedThreadPool(2);
  private final AtomicLong superseded = new AtomicLong();
  private final AtomicLong waited = new AtomicLong();
  private final AtomicLong refreshed = new AtomicLong();

  /** The truth, by key; changed before the cache is told. */
  private final Map<String, AtomicInteger> truth = new ConcurrentHashMap<>();

  /** What every call that begins now must see at least, by key: set after the cache was told. */
  private final Map<String, AtomicInteger> promised = new ConcurrentHashMap<>();

  @BeforeEach
  void start() {
    for (String key : KEYS) {
      truth.put(key, new AtomicInteger());
      promised.put(key, new AtomicInteger());
    }
    for (int i = 0; i < NODES; i++) {
      RedisStore store =
          new RedisStore(
              RedisSettings.builder(redis.url()).timeout(Duration.ofSeconds(20)).build());
      CacheModule node =
          new CacheModuleBuilder(store, new JacksonCodec())
              .prefix("race")
              .leases(new Leases(store, Duration.ofSeconds(20), new SecureRandom()::nextLong))
              .refreshes(background)
              .events(
                  new CacheEvents() {
                    @Override
                    public void loadSuperseded() {
                      superseded.incrementAndGet();
                    }

                    @Override
                    public void waitedForNode() {
                      waited.incrementAndGet();
                    }

                    @Override
                    public void refreshBegun() {
                      refreshed.incrementAndGet();
                    }
                  })
              .build();
      node.start();
      nodes.add(node);
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    background.shutdown();
    assertThat(background.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    nodes.forEach(CacheModule::stop);
    redis.close();
  }

  @Test
  void nothing_that_was_changed_on_one_node_is_served_by_another_afterwards() throws Exception {
    race("leases-and-changes", LoadOptions.DEFAULTS.withMaxWait(Duration.ofSeconds(60)), TTL);
    assertThat(refreshed).hasValue(0);
  }

  @Test
  void nothing_is_served_that_was_changed_while_it_was_refreshed_in_the_background()
      throws Exception {
    // Every hit is stale, so that refreshes run all the time.
    LoadOptions stale =
        LoadOptions.DEFAULTS
            .withMaxWait(Duration.ofSeconds(60))
            .withStaleWhileRevalidate(Duration.ofMinutes(5));
    race("leases-and-refreshes", stale, Duration.ofMillis(1));
    assertThat(refreshed).hasPositiveValue();
  }

  private void race(String name, LoadOptions options, Duration ttl) throws Exception {
    long seed = System.nanoTime();
    AtomicInteger reads = new AtomicInteger();
    AtomicInteger changes = new AtomicInteger();
    Set<String> broken = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 10; t++) {
        Random random = new Random(seed + t);
        boolean writer = t < 2;
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 1_500 && broken.isEmpty(); i++) {
                    String key = KEYS.get(random.nextInt(KEYS.size()));
                    CacheModule node = nodes.get(random.nextInt(NODES));
                    if (writer) {
                      change(node, key, random);
                      changes.incrementAndGet();
                      pause(random, 2_000);
                      continue;
                    }
                    int atLeast = promised.get(key).get();
                    Integer seen =
                        node.getOrSet(key, INTEGER, ttl, options, () -> load(key, random));
                    reads.incrementAndGet();
                    if (seen == null || seen < atLeast) {
                      broken.add(key + ": saw " + seen + " after " + atLeast);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
    long loads = nodes.stream().mapToLong(node -> node.stats().loads()).sum();
    FaultFigures.record(
        name,
        "nodes",
        NODES,
        "reads",
        reads.get(),
        "changes",
        changes.get(),
        "loads",
        loads,
        "superseded",
        superseded.get(),
        "waits-for-node",
        waited.get(),
        "refreshes",
        refreshed.get(),
        "stale-reads",
        broken.size());
    assertThat(broken).as("seed %d", seed).isEmpty();
    assertThat(superseded).as("loads that a change on another node overtook").hasPositiveValue();
    assertThat(waited).hasPositiveValue();
  }

  private void change(CacheModule node, String key, Random random) {
    // One at a time for a key, as a database would have it: else an older version is set last.
    synchronized (truth.get(key)) {
      changeAlone(node, key, random);
    }
  }

  private void changeAlone(CacheModule node, String key, Random random) {
    int version = truth.get(key).incrementAndGet();
    switch (random.nextInt(8)) {
      case 0 -> node.deletePattern(KeyPattern.startingWith(key));
      case 1 -> node.deletePattern(KeyPattern.glob("*"));
      case 2 -> {
        // Gone again before a slow load ends, which must not be stored then.
        node.setJson(key, version, Duration.ofMillis(1));
      }
      default -> node.delete(key);
    }
    promised.get(key).accumulateAndGet(version, Math::max);
  }

  private int load(String key, Random random) throws InterruptedException {
    int value = truth.get(key).get();
    // What happens between reading the truth and storing it is what the rounds vary.
    if (random.nextInt(3) == 0) {
      pause(random, 8_000);
    }
    return value;
  }

  private static void pause(Random random, int mostMicros) throws InterruptedException {
    TimeUnit.MICROSECONDS.sleep(random.nextInt(mostMicros));
  }
}
