package dev.larder.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.CacheHealth;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.KeyPattern;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.redis.RedisCalls.Repeat;
import dev.larder.testing.RedisProcess;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;

/** What an application may rely on while its Redis is away, slow, or comes back. */
class RedisFailureIT {

  private static final String PASSWORD = "hunter2-of-the-test";

  /** With the settings below: wait + connect + silence, and again after a broken connection. */
  private static final Duration BOUND = Duration.ofMillis(200 + 2 * (400 + 400 + 400));

  /** What a busy machine may add before a thread gets its turn. */
  private static final Duration SLACK = Duration.ofMillis(1_500);

  private final RedisProcess redis = RedisProcess.notStarted("--requirepass", PASSWORD);
  private LogLines log;
  private RedisStore store;
  private CacheModule module;

  @BeforeEach
  void open() {
    log = LogLines.of("dev.larder.cache");
    store =
        new RedisStore(
            RedisSettings.builder(redis.url())
                .connectTimeout(Duration.ofMillis(400))
                .timeout(Duration.ofMillis(400))
                .poolMaxSize(4)
                .poolMaxWait(Duration.ofMillis(200))
                .build());
    module = new CacheModuleBuilder(store, new JacksonCodec()).build();
    module.start();
  }

  @AfterEach
  void close() {
    module.stop();
    redis.close();
    log.close();
    assertThat(log.lines()).noneMatch(line -> line.contains(PASSWORD));
  }

  @Test
  void aRedisThatIsNotThereAtStartMakesEverythingUnavailableAtOnceAndIsUsedWhenItAppears() {
    assertEverythingIsUnavailable();
    long start = System.nanoTime();
    assertThat(module.health().state()).isEqualTo(CacheHealth.State.DEGRADED);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    assertThat(store.status().state()).isEqualTo("degraded");
    assertThat(load("k")).isEqualTo("loaded");
    assertThat(log.warnings()).hasSize(1);

    redis.restart();
    module.set("k", bytes("v"));
    assertThat(module.get("k")).contains(bytes("v"));
    assertThat(module.health().state()).isEqualTo(CacheHealth.State.UP);
    assertThat(store.status().state()).isEqualTo("up");
    assertThat(log.lines()).hasSize(2).last().asString().contains("answers again");
  }

  @Test
  void aRestartedRedisFailsNoReadAndNoWrite() {
    redis.restart();
    fillThePool();
    for (int round = 0; round < 3; round++) {
      redis.kill();
      redis.restart();
      assertThat(module.get("k")).isEmpty();
      module.set("k", bytes("v"));
      redis.kill();
      redis.restart();
      module.set("k", bytes("v"));
      assertThat(module.get("k")).isPresent();
      redis.kill();
      redis.restart();
      assertThat(module.delete("k")).isFalse();
      assertThat(module.incr("n")).isEqualTo(1);
      redis.kill();
      redis.restart();
      assertThat(module.incr("n")).isEqualTo(1);
      assertThat(module.setIfAbsent("k", bytes("v"), Duration.ofMinutes(1))).isTrue();
    }
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aRestartUnderLoadFailsCallsOnlyWhileItIsAway() throws Exception {
    redis.restart();
    try (Load load = new Load(6)) {
      load.runFor(Duration.ofMillis(500));
      redis.kill();
      load.runFor(Duration.ofMillis(800));
      assertThat(load.failures.get()).isPositive();
      redis.restart();
      load.settle();
      long failures = load.failures.get();
      load.runFor(Duration.ofMillis(500));
      assertThat(load.failures.get()).isEqualTo(failures);
      load.stop();
      assertThat(load.unexpected).isEmpty();
      assertThat(load.longest()).isLessThan(BOUND.plus(SLACK));
      assertThat(load.successes.get()).isPositive();
    }
    // Calls that began before the kill may end after a later one succeeded: few pairs of lines.
    assertThat(log.warnings().size()).isBetween(1, 3);
    assertThat(log.lines()).anyMatch(line -> line.contains("answers again"));
  }

  @Test
  void aFrozenRedisHoldsNoCallLongerThanItsBoundAndWorksAgainWhenItThaws() throws Exception {
    redis.restart();
    fillThePool();
    redis.freeze();
    long start = System.nanoTime();
    assertThat(module.health().state()).isEqualTo(CacheHealth.State.DEGRADED);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    assertEverythingIsUnavailable();
    try (Load load = new Load(12)) {
      load.runFor(Duration.ofSeconds(2));
      load.stop();
      assertThat(load.unexpected).isEmpty();
      assertThat(load.successes.get()).isZero();
      assertThat(load.longest()).isLessThan(BOUND.plus(SLACK));
    }
    assertThat(log.warnings()).hasSize(1);
    redis.thaw();
    await().untilAsserted(() -> module.get("k"));
    assertThat(module.health().state()).isEqualTo(CacheHealth.State.UP);
    module.set("k", bytes("v2"));
    assertThat(module.get("k")).contains(bytes("v2"));
    assertThat(log.lines()).hasSize(2);
  }

  @Test
  void aWriteThatFillsTheSendBufferOfAFrozenRedisIsBoundedToo() {
    redis.restart();
    fillThePool();
    redis.freeze();
    byte[] large = new byte[32 << 20];
    Map<String, byte[]> many = new LinkedHashMap<>();
    for (int i = 0; i < 64; i++) {
      many.put("large" + i, new byte[512 << 10]);
    }
    // A second for each 4 MB of a request, besides.
    assertUnavailable(
        () -> module.set("large", large), BOUND.plus(Duration.ofSeconds(8)).plus(SLACK));
    assertUnavailable(() -> module.mset(many), BOUND.plus(Duration.ofSeconds(1)).plus(SLACK));
    redis.thaw();
    await().untilAsserted(() -> module.get("k"));
    module.set("large", large);
    assertThat(module.get("large")).contains(large);
  }

  @Test
  void whileThePoolIsExhaustedCallsWaitNoLongerThanTheyMayAndAPingStillAnswers() throws Exception {
    redis.restart();
    RedisSettings settings =
        RedisSettings.builder(redis.url())
            .poolMaxSize(4)
            .poolMaxWait(Duration.ofMillis(200))
            .build();
    CountDownLatch held = new CountDownLatch(4);
    CountDownLatch release = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (RedisCalls calls = new RedisCalls(settings, InetAddress::getAllByName)) {
      Function<Connection, Boolean> holding =
          connection -> {
            held.countDown();
            try {
              return release.await(30, TimeUnit.SECONDS) && connection.ping();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          };
      List<Future<Boolean>> holders = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        holders.add(threads.submit(() -> calls.call(Repeat.UNSAFE, 0, holding)));
      }
      held.await();
      assertThat(calls.links().active()).isEqualTo(4);
      Runnable call = () -> calls.call(Repeat.SAFE, 0, Connection::ping);
      assertUnavailable(call, Duration.ofMillis(200).plus(SLACK));
      Thread waiter = new Thread(() -> assertUnavailable(call, Duration.ofMillis(200).plus(SLACK)));
      waiter.start();
      await().until(() -> calls.links().waiters() == 1);
      calls.ping(Duration.ofMillis(900));
      waiter.join();
      release.countDown();
      for (Future<Boolean> holder : holders) {
        assertThat(holder.get()).isTrue();
      }
      call.run();
      assertThat(calls.links().active()).isZero();
      assertThat(calls.links().idle()).isEqualTo(4);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aWaiterForThePoolThatIsInterruptedEndsAtOnceAndStaysInterrupted() {
    redis.restart();
    Thread.currentThread().interrupt();
    CacheException e = catchThrowableOfType(CacheException.class, () -> module.get("k"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
  }

  private void fillThePool() {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      await()
          .until(
              () -> {
                threads.invokeAll(Collections.nCopies(16, () -> module.get("k")));
                return store.status().gauges().get("pool.idle") == 4;
              });
    } finally {
      threads.shutdownNow();
    }
  }

  private String load(String key) {
    return module.getOrSet(key, String.class, Duration.ofMinutes(1), () -> "loaded");
  }

  private void assertEverythingIsUnavailable() {
    Duration bound = BOUND.plus(SLACK);
    byte[] v = bytes("v");
    assertUnavailable(() -> module.get("k"), bound);
    assertUnavailable(() -> module.entry("k"), bound);
    assertUnavailable(() -> module.exists("k"), bound);
    assertUnavailable(() -> module.mget(List.of("k")), bound);
    assertUnavailable(() -> module.set("k", v), bound);
    assertUnavailable(() -> module.mset(Map.of("k", v)), bound);
    assertUnavailable(() -> module.setIfAbsent("k", v, Duration.ZERO), bound);
    assertUnavailable(
        () -> module.setIf("k", v, Duration.ZERO, WriteCondition.ifNewer("f", 1)), bound);
    assertUnavailable(() -> module.delete("k"), bound);
    assertUnavailable(() -> module.deleteIf("k", WriteCondition.ifEquals(v)), bound);
    assertUnavailable(() -> module.keys(KeyPattern.glob("*"), null, 10), bound);
    assertUnavailable(() -> module.keys(KeyPattern.glob("*")).forEach(key -> {}), bound);
    assertUnavailable(() -> module.deletePattern(KeyPattern.glob("*")), bound);
    assertUnavailable(() -> module.incr("n"), bound);
    assertThat(store.putAll(Map.of("a", v, "b", v), Ttl.NONE)).containsOnlyKeys("a", "b");
    assertThat(load("k")).isEqualTo("loaded");
  }

  private static void assertUnavailable(Runnable call, Duration bound) {
    long start = System.nanoTime();
    CacheException e = catchThrowableOfType(CacheException.class, call::run);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(bound);
    assertThat(e).isNotNull();
    assertThat(e.kind()).isEqualTo(CacheException.Kind.UNAVAILABLE);
    assertThat(e.getMessage()).doesNotContain("127.0.0.1").doesNotContain(PASSWORD);
    for (Throwable at = e; at != null; at = at.getCause()) {
      assertThat(String.valueOf(at.getMessage())).doesNotContain(PASSWORD);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Threads that call without a pause. */
  private final class Load implements AutoCloseable {
    final AtomicLong successes = new AtomicLong();
    final AtomicLong failures = new AtomicLong();
    final ConcurrentLinkedQueue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
    private final AtomicLong longest = new AtomicLong();

    /** The calls that run, by their numbers; guards the last number as well. */
    private final Set<Long> running = new HashSet<>();

    private long last;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final ExecutorService threads;

    Load(int count) {
      threads = Executors.newFixedThreadPool(count);
      for (int i = 0; i < count; i++) {
        threads.execute(this::run);
      }
    }

    private void run() {
      while (!stopped.get()) {
        long number = begin();
        long start = System.nanoTime();
        try {
          call((int) (number % 6), "k" + number % 50);
          successes.incrementAndGet();
        } catch (CacheException e) {
          failures.incrementAndGet();
          if (e.kind() != CacheException.Kind.UNAVAILABLE) {
            unexpected.add(e);
          }
        } catch (RuntimeException | Error e) {
          unexpected.add(e);
        }
        long took = System.nanoTime() - start;
        longest.accumulateAndGet(took, Math::max);
        end(number);
      }
    }

    private long begin() {
      synchronized (running) {
        running.add(++last);
        return last;
      }
    }

    private void end(long number) {
      synchronized (running) {
        running.remove(number);
      }
    }

    private long lastBegun() {
      synchronized (running) {
        return last;
      }
    }

    private boolean areOver(long number) {
      synchronized (running) {
        return running.stream().allMatch(each -> each > number);
      }
    }

    private void call(int kind, String key) {
      switch (kind) {
        case 0 -> module.set(key, new byte[2_000]);
        case 1 -> module.mget(List.of(key, "other"));
        case 2 -> module.incr("n" + key);
        case 3 -> module.mset(Map.of(key, new byte[20_000], "other", new byte[3]));
        case 4 -> module.delete(key);
        default -> module.get(key);
      }
    }

    void runFor(Duration time) {
      long end = System.nanoTime() + time.toNanos();
      await().atMost(Duration.ofSeconds(30)).until(() -> System.nanoTime() > end);
    }

    /** Waits until the calls that began before are over. */
    void settle() {
      long before = lastBegun();
      await().until(() -> areOver(before));
    }

    Duration longest() {
      return Duration.ofNanos(longest.get());
    }

    void stop() throws InterruptedException {
      stopped.set(true);
      threads.shutdown();
      assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
      stopped.set(true);
      threads.shutdownNow();
    }
  }
}
