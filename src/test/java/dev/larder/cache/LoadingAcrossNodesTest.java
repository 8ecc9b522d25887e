package dev.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.memory.MemoryStore;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a user of {@code getOrSet} may rely on when nodes share a store: two modules with leases
 * over one store in memory, with a clock that only the test and the pauses of waiters move.
 */
@Timeout(60)
class LoadingAcrossNodesTest {

  private static final Duration TTL = Duration.ofMinutes(1);
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong random = new AtomicLong();
  private final CacheStore store = new MemoryStore(10 << 20, nanos::get, CacheEvents.NONE);
  private final AtomicInteger waits = new AtomicInteger();
  private final CacheModule here = node();
  private final CacheModule there = node();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private CacheModule node() {
    return nodeWithRealTime().nanoTime(nanos::get).pauses(this::pause).build();
  }

  private CacheModuleBuilder nodeWithRealTime() {
    return new CacheModuleBuilder(store, new JacksonCodec())
        .leases(new Leases(store, LEASE, random::incrementAndGet))
        .events(
            new CacheEvents() {
              @Override
              public void waitedForNode() {
                waits.incrementAndGet();
              }
            })
        .sharesStore();
  }

  private boolean pause(long time) {
    assertThat(time).isBetween(1L, TimeUnit.MILLISECONDS.toNanos(100));
    nanos.addAndGet(time);
    Thread.yield();
    return !Thread.currentThread().isInterrupted();
  }

  @BeforeEach
  void start() {
    store.start();
    here.start();
    there.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    store.close();
  }

  /** A load that runs until the test lets it go. */
  private final class Held {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final Future<String> result;

    Held(CacheModule node, String key, String value) throws InterruptedException {
      result =
          threads.submit(
              () ->
                  node.getOrSet(
                      key,
                      String.class,
                      TTL,
                      () -> {
                        begun.countDown();
                        go.await();
                        return value;
                      }));
      begun.await();
    }

    String end() throws Exception {
      go.countDown();
      return result.get();
    }
  }

  @Test
  void callers_on_two_nodes_run_one_loader() throws Exception {
    CacheModule one = nodeWithRealTime().build();
    CacheModule other = nodeWithRealTime().build();
    for (int round = 0; round < 30; round++) {
      String key = "key" + round;
      AtomicInteger loads = new AtomicInteger();
      List<Future<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        CacheModule node = i % 2 == 0 ? one : other;
        calls.add(
            threads.submit(() -> node.getOrSet(key, Integer.class, TTL, () -> slowly(loads))));
      }
      for (Future<Integer> call : calls) {
        assertThat(call.get()).isEqualTo(1);
      }
      assertThat(loads).hasValue(1);
      assertThat(store.scan(KeyScan.of("larder:", "*"), null, 10).keys()).isEmpty();
    }
  }

  private static int slowly(AtomicInteger loads) {
    for (int i = 0; i < 1_000; i++) {
      Thread.yield();
    }
    return loads.incrementAndGet();
  }

  /** Ways to change a key on one node while it is loaded on another one. */
  enum Change {
    DELETE((cache, clock) -> cache.delete("key"), null),
    DELETE_PATTERN((cache, clock) -> cache.deletePattern(KeyPattern.glob("k*")), null),
    DELETE_ALL((cache, clock) -> cache.deletePattern(KeyPattern.glob("*")), null),
    DELETE_IF((cache, clock) -> cache.deleteIf("key", WriteCondition.ifEquals(bytes("x"))), null),
    SET((cache, clock) -> cache.set("key", bytes("\"set\"")), "set"),
    MSET((cache, clock) -> cache.mset(Map.of("key", bytes("\"set\""), "k", bytes("1"))), "set"),
    SET_IF_ABSENT((cache, clock) -> cache.setIfAbsent("key", bytes("\"set\""), TTL), "set"),
    SET_FOR_A_MOMENT(
        (cache, clock) -> {
          cache.set("key", bytes("\"set\""), Duration.ofSeconds(1));
          clock.addAndGet(Duration.ofSeconds(2).toNanos());
        },
        null),
    COUNT(
        (cache, clock) -> {
          cache.incr("key");
          cache.delete("key");
        },
        null);

    final BiConsumer<CacheModule, AtomicLong> change;
    final String after;

    Change(BiConsumer<CacheModule, AtomicLong> change, String after) {
      this.change = change;
      this.after = after;
    }
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void a_change_on_another_node_during_a_load_wins(Change change) throws Exception {
    Held old = new Held(here, "key", "old");
    change.change.accept(there, nanos);
    String expected = change.after == null ? "new" : change.after;
    assertThat(there.getOrSet("key", String.class, TTL, () -> "new")).isEqualTo(expected);
    assertThat(old.end()).isEqualTo("old");
    assertThat(here.getJson("key", String.class)).contains(expected);
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void a_loaded_value_is_not_stored_after_a_change_on_another_node(Change change) throws Exception {
    Held old = new Held(here, "key", "old");
    change.change.accept(there, nanos);
    assertThat(old.end()).isEqualTo("old");
    assertThat(there.getJson("key", String.class).orElse(null)).isEqualTo(change.after);
  }

  @Test
  void a_caller_waits_for_the_load_of_another_node_and_gets_its_value() throws Exception {
    CacheModule other = nodeWithRealTime().build();
    Held load = new Held(nodeWithRealTime().build(), "key", "loaded");
    Future<String> waiter =
        threads.submit(() -> other.getOrSet("key", String.class, TTL, () -> "a second load"));
    org.awaitility.Awaitility.await().until(() -> waits.get() == 1);
    load.end();
    assertThat(waiter.get()).isEqualTo("loaded");
    assertThat(other.stats().loads()).isZero();
  }

  @Test
  void a_caller_that_comes_after_a_change_on_another_node_does_not_join_the_old_load()
      throws Exception {
    CacheModule one = nodeWithRealTime().build();
    Held old = new Held(one, "key", "old");
    there.delete("key");
    Future<String> late = threads.submit(() -> one.getOrSet("key", String.class, TTL, () -> "new"));
    org.awaitility.Awaitility.await().until(() -> one.stats().misses() == 2);
    TimeUnit.MILLISECONDS.sleep(5); // gives it a chance to join
    assertThat(old.end()).isEqualTo("old");
    assertThat(late.get()).isEqualTo("new");
    assertThat(there.getJson("key", String.class)).contains("new");
  }

  @Test
  void a_caller_that_waited_long_enough_loads_for_itself_and_stores_nothing() throws Exception {
    Held load = new Held(here, "key", "slow");
    LoadOptions impatient = LoadOptions.DEFAULTS.withMaxWait(Duration.ofSeconds(2));
    String own = there.getOrSet("key", TypeRef.of(String.class), TTL, impatient, () -> "own");
    assertThat(own).isEqualTo("own");
    assertThat(nanos.get()).isEqualTo(Duration.ofSeconds(2).toNanos());
    assertThat(there.exists("key")).isFalse();
    load.end();
    assertThat(there.getJson("key", String.class)).contains("slow");
  }

  @Test
  void a_caller_that_does_not_wait_loads_at_once() throws Exception {
    Held load = new Held(here, "key", "slow");
    LoadOptions hasty = LoadOptions.DEFAULTS.withMaxWait(Duration.ZERO);
    assertThat(there.getOrSet("key", TypeRef.of(String.class), TTL, hasty, () -> "own"))
        .isEqualTo("own");
    assertThat(nanos).hasValue(0);
    load.end();
  }

  @Test
  void a_dead_owner_holds_nobody_longer_than_its_lease() {
    assertThat(new Leases(store, LEASE, random::incrementAndGet).tryAcquire("key")).isPresent();
    LoadOptions patient = LoadOptions.DEFAULTS.withMaxWait(Duration.ofSeconds(30));
    assertThat(there.getOrSet("key", TypeRef.of(String.class), TTL, patient, () -> "v"))
        .isEqualTo("v");
    assertThat(nanos.get())
        .isBetween(LEASE.toNanos(), LEASE.plus(Duration.ofMillis(101)).toNanos());
    assertThat(there.getJson("key", String.class)).contains("v");
  }

  @Test
  void a_caller_whose_wait_ends_with_the_lease_of_a_dead_owner_loads_and_stores() {
    assertThat(new Leases(store, LEASE, random::incrementAndGet).tryAcquire("key")).isPresent();
    // A lease has gone a moment after its time.
    LoadOptions asLong = LoadOptions.DEFAULTS.withMaxWait(LEASE.plusMillis(2));
    assertThat(there.getOrSet("key", TypeRef.of(String.class), TTL, asLong, () -> "v"))
        .isEqualTo("v");
    // Pauses are random: one may end between the lease and the wait.
    assertThat(Duration.ofNanos(nanos.get())).isBetween(LEASE, LEASE.plusMillis(2));
    assertThat(here.getJson("key", String.class)).contains("v");
  }

  @Test
  void unless_told_otherwise_a_caller_can_load_in_time_after_the_owner_of_a_lease_died()
      throws Exception {
    Properties defaults = new Properties();
    try (InputStream in =
        Leases.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
      defaults.load(in);
    }
    Duration lease = Durations.parse(defaults.getProperty("larder.load.lease-time"));
    assertThat(lease.multipliedBy(2)).isLessThanOrEqualTo(LoadOptions.DEFAULTS.maxWait());
  }

  /** A node whose store is away when that is said. */
  private CacheModule nodeThat(BooleanSupplier away) {
    CacheStore breaking =
        Watched.before(
            store,
            method -> {
              if (away.getAsBoolean()) {
                throw new CacheException(CacheException.Reason.UNAVAILABLE, "away");
              }
            });
    return new CacheModuleBuilder(breaking, new JacksonCodec())
        .leases(new Leases(breaking, LEASE, random::incrementAndGet))
        .sharesStore()
        .build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_caller_after_a_change_gets_no_older_value_when_the_store_goes_away(boolean storable)
      throws Exception {
    AtomicBoolean away = new AtomicBoolean();
    CacheModule one = nodeThat(away::get);
    AtomicInteger loads = new AtomicInteger();
    Held old = new Held(one, "key", storable ? "old" : null);
    there.delete("key");
    List<Future<String>> late = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      late.add(
          threads.submit(
              () ->
                  one.getOrSet(
                      "key",
                      String.class,
                      TTL,
                      () -> {
                        TimeUnit.MILLISECONDS.sleep(100);
                        return "new " + loads.incrementAndGet();
                      })));
    }
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> one.stats().misses() == 1_001);
    TimeUnit.MILLISECONDS.sleep(5); // gives them a chance to join
    away.set(true);
    assertThat(old.end()).isEqualTo(storable ? "old" : null);
    for (Future<String> caller : late) {
      assertThat(caller.get()).startsWith("new ");
    }
    // One more flight loads for all of them; another only for who is so slow to look that it has
    // landed, as some are on a busy machine.
    assertThat(loads.get()).isLessThan(100);
  }

  @Test
  void one_write_that_fails_makes_nobody_wait_for_the_lease_of_its_load() throws Exception {
    AtomicBoolean away = new AtomicBoolean();
    CacheModule one = nodeThat(() -> away.getAndSet(false));
    Held old = new Held(one, "key", "old");
    Future<String> late = threads.submit(() -> one.getOrSet("key", String.class, TTL, () -> "new"));
    org.awaitility.Awaitility.await().until(() -> one.stats().misses() == 2);
    TimeUnit.MILLISECONDS.sleep(5); // gives it a chance to join
    away.set(true);
    assertThat(old.end()).isEqualTo("old");
    assertThat(late.get()).isEqualTo("new");
    // The clock of the store stands still: the lease was given back.
    assertThat(there.getJson("key", String.class)).contains("new");
  }

  @Test
  void a_load_that_takes_longer_than_its_lease_is_returned_and_not_stored() throws Exception {
    Held load = new Held(here, "key", "slow");
    nanos.addAndGet(LEASE.plusSeconds(1).toNanos());
    assertThat(there.getOrSet("key", String.class, TTL, () -> "quick")).isEqualTo("quick");
    assertThat(load.end()).isEqualTo("slow");
    assertThat(there.getJson("key", String.class)).contains("quick");
  }

  @Test
  void an_operator_is_told_once_that_loads_take_longer_than_leases_last() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    Handler handler = handler(line -> lines.add(line.getMessage()));
    Logger logger = Logger.getLogger("dev.larder.cache");
    logger.addHandler(handler);
    try {
      Leases leases =
          new Leases(store, LEASE, random::incrementAndGet, nanos::get, Pauses.SLEEPING);
      CacheModule node =
          new CacheModuleBuilder(store, new JacksonCodec()).leases(leases).sharesStore().build();
      Held changed = new Held(node, "key", "old");
      there.delete("key");
      changed.end();
      assertThat(lines).isEmpty();
      for (int i = 0; i < 3; i++) {
        Held slow = new Held(node, "key", "slow");
        nanos.addAndGet(LEASE.plusSeconds(1).toNanos());
        assertThat(slow.end()).isEqualTo("slow");
        assertThat(there.exists("key")).isFalse();
      }
      assertThat(lines).singleElement().asString().contains("larder.load.lease-time");
    } finally {
      logger.removeHandler(handler);
    }
  }

  private static Handler handler(Consumer<LogRecord> publish) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        publish.accept(line);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @Test
  void after_a_failed_load_other_nodes_do_not_queue_for_each_other() {
    assertThatThrownBy(() -> here.getOrSet("key", String.class, TTL, this::fail))
        .hasMessage("no luck");
    assertThatThrownBy(() -> there.getOrSet("key", String.class, TTL, this::fail))
        .hasMessage("no luck");
    assertThat(nanos).hasValue(0);
    nanos.addAndGet(Duration.ofMillis(1_100).toNanos());
    assertThat(there.getOrSet("key", String.class, TTL, () -> "fine")).isEqualTo("fine");
    assertThat(here.getJson("key", String.class)).contains("fine");
  }

  private String fail() {
    throw new IllegalStateException("no luck");
  }

  @Test
  void one_of_those_who_load_at_once_after_a_failure_stores_its_value() throws Exception {
    assertThatThrownBy(() -> here.getOrSet("key", String.class, TTL, this::fail))
        .hasMessage("no luck");
    Held first = new Held(here, "key", "first");
    assertThat(there.getOrSet("key", String.class, TTL, () -> "second")).isEqualTo("second");
    assertThat(nanos).hasValue(0);
    assertThat(first.end()).isEqualTo("first");
    assertThat(there.getJson("key", String.class)).contains("first");
  }

  @Test
  void null_that_is_not_cached_makes_nobody_wait() {
    for (int i = 0; i < 5; i++) {
      assertThat(here.getOrSet("key", String.class, TTL, () -> null)).isNull();
      assertThat(there.getOrSet("key", String.class, TTL, () -> null)).isNull();
    }
    assertThat(nanos).hasValue(0);
  }

  @Test
  void a_removal_ends_the_moment_in_which_nothing_is_stored() {
    here.getOrSet("key", String.class, TTL, () -> null);
    there.delete("key");
    assertThat(there.getOrSet("key", String.class, TTL, () -> "v")).isEqualTo("v");
    assertThat(here.getJson("key", String.class)).contains("v");
  }

  @Test
  void a_call_without_a_lease_loads_while_another_node_does() throws Exception {
    Held load = new Held(here, "key", "slow");
    LoadOptions without = LoadOptions.DEFAULTS.withLease(false);
    assertThat(there.getOrSet("key", TypeRef.of(String.class), TTL, without, () -> "own"))
        .isEqualTo("own");
    assertThat(load.end()).isEqualTo("slow");
    assertThat(here.getJson("key", String.class)).contains("own");
  }

  @Test
  void a_key_that_can_have_no_lease_is_loaded_and_stored_all_the_same() {
    for (String key : List.of("", "}", "a}b", "{}")) {
      assertThat(here.getOrSet(key, String.class, TTL, () -> "v")).isEqualTo("v");
      assertThat(there.getOrSet(key, String.class, TTL, () -> "w")).isEqualTo("v");
      assertThat(there.delete(key)).isTrue();
    }
  }

  @Test
  void a_loader_may_ask_for_its_own_key() {
    String nested =
        here.getOrSet(
            "self",
            String.class,
            TTL,
            () -> here.getOrSet("self", String.class, TTL, () -> "inner") + " outer");
    assertThat(nested).isEqualTo("inner outer");
    assertThat(nanos).hasValue(0);
  }

  @Test
  void loaders_of_two_nodes_that_wait_for_each_other_end_when_the_wait_is_over() throws Exception {
    Held a = new Held(here, "a", "a");
    String b =
        there.getOrSet(
            "b",
            String.class,
            TTL,
            () -> "b of " + there.getOrSet("a", String.class, TTL, () -> "a alone"));
    assertThat(b).isEqualTo("b of a alone");
    assertThat(nanos.get()).isLessThanOrEqualTo(Duration.ofSeconds(10).toNanos());
    a.end();
  }

  @Test
  void an_unreadable_value_is_replaced_under_a_lease() {
    here.set("key", bytes("{\"not\":\"a number\"}"));
    assertThat(there.getOrSet("key", Integer.class, TTL, () -> 5)).isEqualTo(5);
    assertThat(here.getJson("key", Integer.class)).contains(5);
  }

  @Test
  void without_leases_a_removal_costs_nothing_more() {
    List<String> asked = new ArrayList<>();
    CacheModule plain =
        new CacheModuleBuilder(Watched.over(store, asked), new JacksonCodec()).build();
    plain.delete("key");
    plain.set("key", bytes("v"));
    plain.mset(Map.of("key", bytes("v")));
    plain.incr("n");
    plain.deletePattern(KeyPattern.glob("k*"));
    assertThat(asked).containsExactly("delete", "put", "putAll", "increment", "deleteMatching");
  }

  @Test
  void with_leases_a_removal_is_one_call_of_the_store() {
    List<String> asked = new ArrayList<>();
    CacheStore watched = Watched.over(store, asked);
    CacheModule leased =
        new CacheModuleBuilder(watched, new JacksonCodec())
            .leases(new Leases(watched, LEASE, random::incrementAndGet))
            .build();
    leased.delete("key");
    assertThat(asked).containsExactly("deleteAll");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
