package dev.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Values that are refreshed before, or while, they are served: with a clock, a chance and a
 * background that the test moves.
 */
class RefreshTest {

  private static final Duration TTL = Duration.ofSeconds(100);
  private static final TypeRef<Integer> INTEGER = TypeRef.of(Integer.class);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong tokens = new AtomicLong();
  private final CacheStore store = new MemoryStore(10 << 20, nanos::get, CacheEvents.NONE);
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private final AtomicInteger stale = new AtomicInteger();
  private final AtomicInteger refreshes = new AtomicInteger();
  private final AtomicInteger truth = new AtomicInteger(1);
  private Random random = new Random(1);
  private double chance = Double.NaN;
  private boolean refuses;
  private boolean loaded;

  private CacheModuleBuilder builder() {
    return new CacheModuleBuilder(store, new JacksonCodec())
        .nanoTime(nanos::get)
        .random(() -> Double.isNaN(chance) ? random.nextDouble() : chance)
        .pauses(
            time -> {
              nanos.addAndGet(time);
              return true;
            })
        .events(
            new CacheEvents() {
              @Override
              public void servedStale() {
                stale.incrementAndGet();
              }

              @Override
              public void refreshBegun() {
                refreshes.incrementAndGet();
              }
            });
  }

  private final Executor background =
      task -> {
        if (refuses) {
          throw new RejectedExecutionException("full");
        }
        queue.add(task);
      };

  private final CacheModule cache = builder().refreshes(background).build();

  @BeforeEach
  void start() {
    store.start();
    cache.start();
  }

  private Integer get(CacheModule module, LoadOptions options) {
    return module.getOrSet("key", INTEGER, TTL, options, this::load);
  }

  /** A load takes a second. */
  private int load() {
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    loaded = true;
    return truth.get();
  }

  private void elapse(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void runBackground() {
    for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
      task.run();
    }
  }

  private static final LoadOptions STALE =
      LoadOptions.DEFAULTS.withStaleWhileRevalidate(Duration.ofSeconds(30));
  private static final LoadOptions EARLY = LoadOptions.DEFAULTS.withEarlyRefresh(1);

  @Test
  void a_stale_value_is_served_at_once_and_one_load_brings_the_next_one() {
    assertThat(get(cache, STALE)).isEqualTo(1);
    truth.set(2);
    elapse(Duration.ofSeconds(99));
    assertThat(get(cache, STALE)).isEqualTo(1);
    assertThat(queue).isEmpty();
    elapse(Duration.ofSeconds(2));
    for (int i = 0; i < 5; i++) {
      assertThat(get(cache, STALE)).isEqualTo(1);
    }
    assertThat(queue).hasSize(1);
    assertThat(stale).hasValue(5);
    runBackground();
    assertThat(get(cache, STALE)).isEqualTo(2);
    assertThat(queue).isEmpty();
    assertThat(cache.stats().loads()).isEqualTo(2);
    assertThat(cache.entry("key").orElseThrow().ttl()).contains(Duration.ofSeconds(130));
  }

  @Test
  void after_its_window_a_value_is_gone() {
    get(cache, STALE);
    truth.set(2);
    elapse(Duration.ofSeconds(131));
    assertThat(get(cache, STALE)).isEqualTo(2);
    assertThat(stale).hasValue(0);
  }

  @Test
  void a_background_that_refuses_leaves_the_stale_value_and_a_later_call_tries_again() {
    get(cache, STALE);
    truth.set(2);
    elapse(Duration.ofSeconds(110));
    refuses = true;
    assertThat(get(cache, STALE)).isEqualTo(1);
    refuses = false;
    assertThat(get(cache, STALE)).isEqualTo(1);
    runBackground();
    assertThat(get(cache, STALE)).isEqualTo(2);
  }

  @Test
  void a_refresh_that_fails_leaves_the_stale_value_and_a_later_call_tries_again() {
    get(cache, STALE);
    truth.set(2);
    elapse(Duration.ofSeconds(110));
    Integer seen =
        cache.getOrSet(
            "key",
            INTEGER,
            TTL,
            STALE,
            () -> {
              throw new IllegalStateException("no luck");
            });
    assertThat(seen).isEqualTo(1);
    runBackground();
    assertThat(cache.stats().loadFailures()).isEqualTo(1);
    assertThat(get(cache, STALE)).isEqualTo(1);
    runBackground();
    assertThat(get(cache, STALE)).isEqualTo(2);
  }

  @Test
  void a_change_before_or_during_a_refresh_wins() {
    get(cache, STALE);
    elapse(Duration.ofSeconds(110));
    get(cache, STALE);
    cache.delete("key");
    runBackground();
    assertThat(cache.exists("key")).isFalse();
    assertThat(refreshes).hasValue(0);

    for (int change = 0; change < 3; change++) {
      get(cache, STALE);
      elapse(Duration.ofSeconds(110));
      int which = change;
      cache.getOrSet(
          "key",
          INTEGER,
          TTL,
          STALE,
          () -> {
            if (which == 0) {
              cache.delete("key");
            } else if (which == 1) {
              cache.deletePattern(KeyPattern.glob("*"));
            } else {
              cache.set("key", bytes("7"));
            }
            return 5;
          });
      runBackground();
      assertThat(cache.getJson("key", Integer.class).orElse(null))
          .isEqualTo(change == 2 ? 7 : null);
      cache.delete("key");
    }
  }

  @Test
  void a_refresh_takes_the_lease_and_leaves_it_to_a_node_that_has_it() {
    Leases leases = new Leases(store, Duration.ofSeconds(10), tokens::incrementAndGet);
    CacheModule leased = builder().refreshes(background).leases(leases).build();
    get(leased, STALE);
    truth.set(2);
    elapse(Duration.ofSeconds(110));
    get(leased, STALE);
    Leases.Lease other = leases.tryAcquire("key").orElseThrow();
    runBackground();
    assertThat(refreshes).hasValue(0);
    assertThat(get(leased, STALE)).isEqualTo(1);
    assertThat(leases.release(other)).isTrue();
    runBackground();
    assertThat(refreshes).hasValue(1);
    assertThat(get(leased, STALE)).isEqualTo(2);
    assertThat(leases.state("key")).isEqualTo(Leases.State.FREE);
  }

  @Test
  void a_removal_on_another_node_during_a_refresh_wins_also_when_the_same_value_is_set_again() {
    Leases leases = new Leases(store, Duration.ofSeconds(10), tokens::incrementAndGet);
    CacheModule here = builder().refreshes(background).leases(leases).build();
    CacheModule there = builder().leases(leases).build();
    get(here, STALE);
    elapse(Duration.ofSeconds(110));
    here.getOrSet(
        "key",
        INTEGER,
        TTL,
        STALE,
        () -> {
          there.delete("key");
          there.set("key", bytes("1"));
          return 5;
        });
    runBackground();
    assertThat(here.getJson("key", Integer.class)).contains(1);
  }

  @Test
  void a_set_of_the_same_value_while_a_refresh_stores_is_not_stored_over() throws Exception {
    Duration longer = TTL.multipliedBy(5);
    List<CacheModule> node = new ArrayList<>();
    List<Thread> setters = new ArrayList<>();
    CacheStore watched =
        Watched.before(
            store,
            method -> {
              boolean storing = method.equals("putIf") && refreshes.get() == 1 && loaded;
              if (storing && setters.isEmpty()) {
                Thread setter = new Thread(() -> node.get(0).set("key", bytes("1"), longer));
                setters.add(setter);
                setter.start();
                org.awaitility.Awaitility.await()
                    .until(
                        () ->
                            setter.getState() == Thread.State.BLOCKED
                                || setter.getState() == Thread.State.TERMINATED);
              }
            });
    Leases leases = new Leases(watched, Duration.ofSeconds(10), tokens::incrementAndGet);
    node.add(
        new CacheModuleBuilder(watched, new JacksonCodec())
            .nanoTime(nanos::get)
            .leases(leases)
            .refreshes(background)
            .events(
                new CacheEvents() {
                  @Override
                  public void refreshBegun() {
                    refreshes.incrementAndGet();
                  }
                })
            .build());
    get(node.get(0), STALE);
    elapse(Duration.ofSeconds(110));
    loaded = false;
    get(node.get(0), STALE);
    runBackground();
    assertThat(setters).hasSize(1);
    setters.get(0).join();
    assertThat(store.entry("key").orElseThrow().ttl()).contains(longer);
  }

  @Test
  void without_a_background_nothing_is_kept_longer_or_served_stale() {
    CacheModule plain = builder().build();
    get(plain, STALE);
    assertThat(plain.entry("key").orElseThrow().ttl()).contains(TTL);
    truth.set(2);
    elapse(Duration.ofSeconds(101));
    assertThat(get(plain, STALE)).isEqualTo(2);
    assertThat(stale).hasValue(0);
  }

  @Test
  void early_refresh_is_the_more_likely_the_nearer_the_end_and_the_slower_the_load() {
    // The chance of a refresh with t seconds left, after a load of 1 s, is exp(-t).
    get(cache, EARLY);
    long[] hits = {0, 0};
    int[] left = {3, 1};
    for (int i = 0; i < left.length; i++) {
      long at = Duration.ofSeconds(101 - left[i]).toNanos();
      for (int call = 0; call < 4_000; call++) {
        nanos.set(at);
        get(cache, EARLY);
        if (!queue.isEmpty()) {
          hits[i]++;
          cancelBackground();
        }
      }
    }
    assertThat(hits[0] / 4_000.0).isCloseTo(Math.exp(-3), within(0.02));
    assertThat(hits[1] / 4_000.0).isCloseTo(Math.exp(-1), within(0.04));
  }

  /** Lets what is queued find that there is nothing to do any more, and puts the value back. */
  private void cancelBackground() {
    CacheEntry entry = store.entry("key").orElseThrow();
    store.delete("key");
    runBackground();
    store.put("key", entry.value(), Ttl.of(entry.ttl().orElseThrow()));
  }

  @Test
  void early_refresh_keeps_a_busy_key_from_ever_being_missed() {
    get(cache, EARLY);
    for (int second = 0; second < 2_000; second++) {
      for (int call = 0; call < 20; call++) {
        elapse(Duration.ofMillis(50));
        get(cache, EARLY);
        runBackground();
      }
    }
    assertThat(cache.stats().misses()).isEqualTo(1);
    assertThat(refreshes.get()).isBetween(15, 40);
  }

  @Test
  void values_without_expiry_are_not_refreshed() {
    cache.getOrSet("key", INTEGER, CacheModule.NO_EXPIRY, STALE.withEarlyRefresh(1000), this::load);
    elapse(Duration.ofDays(1000));
    cache.getOrSet("key", INTEGER, CacheModule.NO_EXPIRY, STALE.withEarlyRefresh(1000), this::load);
    assertThat(queue).isEmpty();
  }

  @Test
  void jitter_makes_ttls_shorter_only_and_by_no_more_than_asked_for() {
    LoadOptions jitter = LoadOptions.DEFAULTS.withTtlJitter(0.25);
    List<Duration> ttls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      cache.getOrSet("key" + i, INTEGER, TTL, jitter, () -> 1);
      ttls.add(cache.entry("key" + i).orElseThrow().ttl().orElseThrow());
    }
    assertThat(ttls).allMatch(ttl -> ttl.compareTo(TTL) <= 0);
    assertThat(ttls).allMatch(ttl -> ttl.compareTo(Duration.ofSeconds(75)) >= 0);
    assertThat(ttls.stream().distinct().count()).isGreaterThan(150);
    assertThat(ttls).anyMatch(ttl -> ttl.compareTo(Duration.ofSeconds(78)) < 0);
    chance = Math.nextDown(1.0);
    cache.getOrSet("short", INTEGER, Duration.ofMillis(1), jitter, () -> 1);
    assertThat(cache.entry("short").orElseThrow().ttl()).contains(Duration.ofMillis(1));
  }

  @Test
  void what_a_call_does_not_say_is_as_the_module_was_made() {
    CacheModule module =
        builder()
            .refreshes(background)
            .loadDefaults(STALE.withTtlJitter(0.5).withEarlyRefresh(1).withLease(false))
            .build();
    chance = Math.nextDown(1.0);
    get(module, LoadOptions.DEFAULTS);
    Duration ttl = module.entry("key").orElseThrow().ttl().orElseThrow();
    assertThat(ttl).isBetween(Duration.ofSeconds(79), Duration.ofSeconds(81));
    module.delete("key");
    LoadOptions off =
        LoadOptions.DEFAULTS
            .withTtlJitter(0)
            .withEarlyRefresh(0)
            .withStaleWhileRevalidate(Duration.ZERO);
    get(module, off);
    assertThat(module.entry("key").orElseThrow().ttl()).contains(TTL);
    elapse(Duration.ofSeconds(99));
    get(module, off);
    assertThat(queue).isEmpty();
  }

  @Test
  void only_so_many_refreshes_wait_at_a_time() {
    for (int i = 0; i < 400; i++) {
      cache.getOrSet("key" + i, INTEGER, TTL, STALE, () -> 1);
    }
    elapse(Duration.ofSeconds(110));
    for (int i = 0; i < 400; i++) {
      assertThat(cache.getOrSet("key" + i, INTEGER, TTL, STALE, () -> 2)).isEqualTo(1);
    }
    assertThat(queue).hasSize(256);
    runBackground();
    for (int i = 0; i < 400; i++) {
      cache.getOrSet("key" + i, INTEGER, TTL, STALE, () -> 2);
    }
    runBackground();
    assertThat(refreshes).hasValue(400);
  }

  @Test
  void how_long_loads_took_is_remembered_of_a_bounded_number_of_keys() {
    LoadTimes times = new LoadTimes(100);
    assertThat(times.of("any")).isZero();
    for (int i = 0; i < 1_000; i++) {
      times.took("key" + i, i);
    }
    assertThat(times.size()).isLessThanOrEqualTo(100);
    assertThat(times.of("key999")).isIn(999L, 499L);
    assertThat(times.of("never seen")).isEqualTo(499);
  }

  @Test
  void options_have_bounds() {
    LoadOptions options = LoadOptions.DEFAULTS;
    assertThatThrownBy(() -> options.withTtlJitter(0.51)).hasMessageContaining("0 to 0.5");
    assertThatThrownBy(() -> options.withTtlJitter(-0.1)).hasMessageContaining("0 to 0.5");
    assertThatThrownBy(() -> options.withTtlJitter(Double.NaN)).hasMessageContaining("0 to 0.5");
    assertThatThrownBy(() -> options.withEarlyRefresh(-1)).hasMessageContaining("eagerness");
    assertThatThrownBy(() -> options.withEarlyRefresh(Double.NaN))
        .hasMessageContaining("eagerness");
    assertThatThrownBy(() -> options.withStaleWhileRevalidate(Duration.ofNanos(-1)))
        .hasMessageContaining("window");
    assertThatThrownBy(() -> options.withStaleWhileRevalidate(CacheModule.NO_EXPIRY))
        .hasMessageContaining("window");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
