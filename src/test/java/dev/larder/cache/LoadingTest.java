package dev.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.memory.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a user of {@code getOrSet} may rely on. */
@Timeout(60)
class LoadingTest {

  private static final Duration TTL = Duration.ofMinutes(1);

  /** A value with a shape that plain JSON reading would turn into a map. */
  record Person(String name, List<Integer> scores) {}

  private final CacheStore store = new MemoryStore(10 << 20);
  private final CacheModule cache = builder(store, Duration.ofSeconds(10)).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * Returns what a module is made with.
   *
   * @param lease for how long, where there are leases
   */
  CacheModuleBuilder builder(CacheStore store, Duration lease) {
    return new CacheModuleBuilder(store, new JacksonCodec());
  }

  @BeforeEach
  void start() {
    cache.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    cache.stop();
  }

  @Test
  void a_hit_and_a_miss_give_the_same_type() {
    Person ada = new Person("Ada", List.of(1, 2));
    for (int i = 0; i < 2; i++) {
      assertThat(cache.getOrSet("ada", Person.class, TTL, () -> ada)).isEqualTo(ada);
      List<Person> many =
          cache.getOrSet("many", new TypeRef<List<Person>>() {}, TTL, () -> List.of(ada));
      assertThat(many).containsExactly(ada);
      Map<String, List<Person>> nested =
          cache.getOrSet(
              "nested",
              new TypeRef<Map<String, List<Person>>>() {},
              TTL,
              () -> Map.of("a", List.of(ada)));
      assertThat(nested).containsOnly(Map.entry("a", List.of(ada)));
    }
    assertThat(cache.stats().loads()).isEqualTo(3);
    assertThat(cache.stats().hits()).isEqualTo(3);
  }

  @Test
  void a_hit_and_a_miss_give_the_same_type_even_where_the_type_says_little() {
    Object miss = cache.getOrSet("o", Object.class, TTL, () -> new Person("Ada", List.of()));
    Object hit = cache.getOrSet("o", Object.class, TTL, () -> "unused");
    assertThat(miss).isInstanceOf(Map.class).isEqualTo(hit);
  }

  @Test
  void two_callers_never_share_a_mutable_instance() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Callable<List<String>> call =
        () ->
            cache.getOrSet(
                "list",
                new TypeRef<List<String>>() {},
                TTL,
                () -> {
                  loading.countDown();
                  go.await();
                  return new java.util.ArrayList<>(List.of("a"));
                });
    Future<List<String>> one = threads.submit(call);
    loading.await();
    Future<List<String>> two = threads.submit(call);
    go.countDown();
    one.get().add("b");
    assertThat(two.get()).containsExactly("a");
    assertThat(call.call()).containsExactly("a");
  }

  @Test
  void many_callers_of_one_missing_key_run_one_loader() throws Exception {
    for (int round = 0; round < 50; round++) {
      String key = "key" + round;
      AtomicInteger loads = new AtomicInteger();
      CyclicBarrier start = new CyclicBarrier(40);
      List<Future<Integer>> calls =
          java.util.stream.IntStream.range(0, 40)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            start.await();
                            return cache.getOrSet(
                                key,
                                Integer.class,
                                TTL,
                                () -> {
                                  Thread.yield();
                                  return loads.incrementAndGet();
                                });
                          }))
              .toList();
      for (Future<Integer> call : calls) {
        assertThat(call.get()).isEqualTo(1);
      }
      assertThat(loads).hasValue(1);
    }
  }

  @Test
  void an_exception_of_a_loader_goes_to_its_waiters_and_is_not_cached() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger loads = new AtomicInteger();
    Callable<String> call =
        () ->
            cache.getOrSet(
                "key",
                String.class,
                TTL,
                () -> {
                  loads.incrementAndGet();
                  loading.countDown();
                  go.await();
                  throw new IllegalStateException("no luck");
                });
    Future<String> owner = threads.submit(call);
    loading.await();
    CountDownLatch waits = new CountDownLatch(1);
    Future<Throwable> waiter =
        threads.submit(
            () -> {
              waits.countDown();
              return catchThrowable(call::call);
            });
    waits.await();
    go.countDown();
    assertThatThrownBy(owner::get).hasRootCauseMessage("no luck");
    assertThat(waiter.get()).isInstanceOf(IllegalStateException.class).hasMessage("no luck");
    assertThat(cache.getOrSet("key", String.class, TTL, () -> "fine")).isEqualTo("fine");
  }

  @Test
  void checked_exceptions_come_wrapped_and_errors_as_they_are() {
    assertThatThrownBy(
            () ->
                cache.getOrSet(
                    "key",
                    String.class,
                    TTL,
                    () -> {
                      throw new IOException("disk");
                    }))
        .isInstanceOf(LoaderException.class)
        .hasCauseInstanceOf(IOException.class);
    AssertionError error = new AssertionError("broken");
    assertThatThrownBy(
            () ->
                cache.getOrSet(
                    "key",
                    String.class,
                    TTL,
                    () -> {
                      throw error;
                    }))
        .isSameAs(error);
    assertThat(cache.stats().loadFailures()).isEqualTo(2);
  }

  /** Ways to change a key while it is being loaded. */
  enum Change {
    DELETE(cache -> cache.delete("key"), null),
    SET(cache -> cache.set("key", bytes("\"set\"")), "set"),
    SET_IF_ABSENT(cache -> cache.setIfAbsent("key", bytes("\"set\""), TTL), "set"),
    MSET(cache -> cache.mset(Map.of("key", bytes("\"set\""))), "set"),
    DELETE_PATTERN(cache -> cache.deletePattern(KeyPattern.glob("k*")), null),
    DELETE_IF(cache -> cache.deleteIf("key", WriteCondition.ifEquals(bytes("x"))), null);

    final Consumer<CacheModule> change;
    final String after;

    Change(Consumer<CacheModule> change, String after) {
      this.change = change;
      this.after = after;
    }
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void a_change_during_a_load_wins_and_later_callers_do_not_join_the_old_load(Change change)
      throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Future<String> old =
        threads.submit(
            () ->
                cache.getOrSet(
                    "key",
                    String.class,
                    TTL,
                    () -> {
                      loading.countDown();
                      go.await();
                      return "old";
                    }));
    loading.await();
    change.change.accept(cache);
    String expected = change.after == null ? "new" : change.after;
    assertThat(cache.getOrSet("key", String.class, TTL, () -> "new")).isEqualTo(expected);
    go.countDown();
    assertThat(old.get()).isEqualTo("old");
    assertThat(cache.getJson("key", String.class)).contains(expected);
  }

  @Test
  void a_loader_may_ask_for_its_own_key_and_circles_of_keys_do_not_deadlock() throws Exception {
    String nested =
        cache.getOrSet(
            "self",
            String.class,
            TTL,
            () -> cache.getOrSet("self", String.class, TTL, () -> "inner") + " outer");
    assertThat(nested).isEqualTo("inner outer");

    CyclicBarrier bothLoad = new CyclicBarrier(2);
    Future<String> ab = threads.submit(() -> crossing("a", "b", bothLoad));
    Future<String> ba = threads.submit(() -> crossing("b", "a", bothLoad));
    // Far below the wait of ten seconds that would end a deadlock.
    assertThat(ab.get(5, TimeUnit.SECONDS)).startsWith("a of ");
    assertThat(ba.get(5, TimeUnit.SECONDS)).startsWith("b of ");
  }

  private String crossing(String mine, String other, CyclicBarrier bothLoad) {
    return cache.getOrSet(
        mine,
        String.class,
        TTL,
        () -> {
          bothLoad.await();
          return mine + " of " + cache.getOrSet(other, String.class, TTL, () -> other + " alone");
        });
  }

  /** A load of "key" that hangs until the test lets it go. */
  private final class Hanging {
    private final CountDownLatch loading = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final Future<String> value;

    Hanging(CacheModule cache, String value) throws InterruptedException {
      this.value =
          threads.submit(
              () ->
                  cache.getOrSet(
                      "key",
                      String.class,
                      TTL,
                      () -> {
                        loading.countDown();
                        go.await();
                        return value;
                      }));
      loading.await();
    }

    String end() throws Exception {
      go.countDown();
      return value.get();
    }
  }

  private static LoadOptions waitFor(long millis) {
    return LoadOptions.DEFAULTS.withMaxWait(Duration.ofMillis(millis));
  }

  private static final TypeRef<String> STRING = TypeRef.of(String.class);

  @Test
  void a_waiter_loads_for_itself_when_its_wait_is_over() throws Exception {
    Hanging slow = new Hanging(cache, "slow");
    assertThat(cache.getOrSet("key", STRING, TTL, waitFor(20), () -> null)).isNull();
    assertThat(slow.end()).isEqualTo("slow");
    assertThat(cache.getJson("key", String.class)).contains("slow");
  }

  @Test
  void a_load_that_hangs_makes_nobody_wait_but_those_who_came_first() throws Exception {
    CacheModule cache = builder(store, Duration.ofMillis(200)).build();
    Hanging hanging = new Hanging(cache, "old");
    int begun = 8;
    CyclicBarrier together = new CyclicBarrier(begun);
    List<Future<String>> first = new java.util.ArrayList<>();
    for (int i = 0; i < begun; i++) {
      first.add(
          threads.submit(
              () -> {
                together.await();
                return cache.getOrSet("key", STRING, TTL, waitFor(300), () -> "new");
              }));
    }
    for (Future<String> one : first) {
      assertThat(one.get()).isEqualTo("new");
    }
    assertThat(cache.getOrSet("key", STRING, TTL, () -> "not loaded")).isEqualTo("new");
    assertThat(hanging.end()).isEqualTo("old");
    assertThat(cache.getJson("key", String.class)).contains("new");
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void a_load_that_was_waited_for_in_vain_stores_nothing_after_a_change(Change change)
      throws Exception {
    Hanging hanging = new Hanging(cache, "old");
    assertThat(cache.getOrSet("key", STRING, TTL, waitFor(20), () -> null)).isNull();
    change.change.accept(cache);
    assertThat(hanging.end()).isEqualTo("old");
    assertThat(cache.getJson("key", String.class).orElse(null)).isEqualTo(change.after);
  }

  @Test
  void who_waited_in_vain_takes_what_was_stored_meanwhile() throws Exception {
    Hanging hanging = new Hanging(cache, "old");
    AtomicInteger loads = new AtomicInteger();
    List<Future<String>> waiters = new java.util.ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waiters.add(
          threads.submit(
              () ->
                  cache.getOrSet(
                      "key",
                      STRING,
                      TTL,
                      waitFor(1_500),
                      () -> "load " + loads.incrementAndGet())));
    }
    org.awaitility.Awaitility.await().until(() -> cache.stats().misses() == 9);
    // As another node does it: no flight of this one is told.
    store.put("key", bytes("\"stored\""), Ttl.of(TTL));
    for (Future<String> waiter : waiters) {
      assertThat(waiter.get()).isEqualTo("stored");
    }
    assertThat(loads).hasValue(0);
    hanging.end();
  }

  @Test
  void null_is_not_cached_unless_asked_for_and_then_has_its_own_ttl() {
    AtomicInteger loads = new AtomicInteger();
    Loader<String> nothing =
        () -> {
          loads.incrementAndGet();
          return null;
        };
    assertThat(cache.getOrSet("key", String.class, TTL, nothing)).isNull();
    assertThat(cache.exists("key")).isFalse();
    LoadOptions nulls = LoadOptions.DEFAULTS.withNullTtl(Duration.ofSeconds(7));
    for (int i = 0; i < 3; i++) {
      assertThat(cache.getOrSet("key", TypeRef.of(String.class), TTL, nulls, nothing)).isNull();
    }
    assertThat(loads).hasValue(2);
    assertThat(cache.entry("key").orElseThrow().ttl().orElseThrow())
        .isLessThanOrEqualTo(Duration.ofSeconds(7))
        .isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void an_entry_that_is_not_of_the_type_is_loaded_again_and_replaced() {
    cache.set("key", bytes("{\"not\":\"a number\"}"));
    assertThat(cache.getOrSet("key", Integer.class, TTL, () -> 5)).isEqualTo(5);
    assertThat(cache.getJson("key", Integer.class)).contains(5);
    assertThatThrownBy(() -> cache.getJson("key", new TypeRef<List<String>>() {}))
        .isInstanceOfSatisfying(
            CacheException.class,
            e -> assertThat(e.reason()).isEqualTo(CacheException.Reason.UNREADABLE));
  }

  @Test
  void a_value_without_a_json_form_is_returned_and_not_stored() {
    Object loop =
        new Object() {
          @SuppressWarnings("unused") // read by Jackson: a value that contains itself
          public final Object self = this;
        };
    assertThat(cache.getOrSet("loop", Object.class, TTL, () -> loop)).isSameAs(loop);
    assertThat(cache.exists("loop")).isFalse();
  }

  private <T> List<T> ofUnknownType(String key) {
    return cache.getOrSet(key, new TypeRef<List<T>>() {}, TTL, List::of);
  }

  @Test
  void a_type_that_is_not_known_is_refused_instead_of_read_as_maps() {
    assertThatThrownBy(() -> this.<Person>ofUnknownType("key"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("T is a type variable");
  }

  @Test
  void what_is_cached_does_not_show_in_exceptions() {
    cache.set("key", bytes("\"s3cret-value\""));
    assertThatThrownBy(() -> cache.getJson("key", Integer.class))
        .isInstanceOf(CacheException.class)
        .satisfies(
            e -> {
              for (Throwable at = e; at != null; at = at.getCause()) {
                assertThat(String.valueOf(at)).doesNotContain("s3cret");
              }
            });
  }

  @Test
  void a_wait_has_bounds() {
    assertThatThrownBy(() -> LoadOptions.DEFAULTS.withMaxWait(CacheModule.NO_EXPIRY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LoadOptions.DEFAULTS.withMaxWait(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_store_that_fails_never_fails_the_call() {
    store.close();
    assertThat(cache.getOrSet("key", String.class, TTL, () -> "loaded")).isEqualTo("loaded");
    assertThat(cache.stats().errors()).isPositive();
    assertThatThrownBy(() -> cache.get("key")).isInstanceOf(CacheException.class);
  }

  @Test
  void what_was_invalidated_is_never_served_afterwards() throws Exception {
    // Writers raise the truth and then invalidate, each in another way; a reader that begins after
    // an invalidation returned must see at least the truth of that time.
    Map<String, AtomicInteger> truth = new ConcurrentHashMap<>();
    Map<String, AtomicInteger> promised = new ConcurrentHashMap<>();
    List<String> keys = List.of("k0", "k1", "k2");
    for (String key : keys) {
      truth.put(key, new AtomicInteger());
      promised.put(key, new AtomicInteger());
    }
    Set<String> broken = ConcurrentHashMap.newKeySet();
    long seed = System.nanoTime();
    AtomicInteger rounds = new AtomicInteger();
    List<Future<?>> all = new java.util.ArrayList<>();
    for (int t = 0; t < 6; t++) {
      java.util.Random random = new java.util.Random(seed + t);
      boolean writer = t < 2;
      all.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  String key = keys.get(random.nextInt(keys.size()));
                  if (writer) {
                    invalidate(key, truth.get(key).incrementAndGet(), promised, random);
                  } else {
                    int atLeast = promised.get(key).get();
                    Integer seen =
                        cache.getOrSet(key, Integer.class, TTL, () -> slowly(truth, key, random));
                    if (seen == null || seen < atLeast) {
                      broken.add(key + ": saw " + seen + " after " + atLeast);
                    }
                  }
                  rounds.incrementAndGet();
                }
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    assertThat(broken).as("seed %d", seed).isEmpty();
    assertThat(rounds).hasValue(120_000);
  }

  private void invalidate(
      String key, int version, Map<String, AtomicInteger> promised, java.util.Random random) {
    switch (random.nextInt(3)) {
      case 0 -> cache.delete(key);
      case 1 -> cache.deletePattern(KeyPattern.startingWith(key));
      default -> cache.deletePattern(KeyPattern.glob("*"));
    }
    promised.get(key).accumulateAndGet(version, Math::max);
  }

  private static int slowly(Map<String, AtomicInteger> truth, String key, java.util.Random random) {
    int value = truth.get(key).get();
    // Mostly no pause between reading the truth and returning it, sometimes a long one.
    int pause = random.nextInt(8) == 0 ? random.nextInt(20_000) : 0;
    for (int spin = 0; spin < pause; spin++) {
      Thread.onSpinWait();
    }
    return value;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
