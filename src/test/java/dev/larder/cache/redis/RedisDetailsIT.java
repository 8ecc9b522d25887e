package dev.larder.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.KeyScan;
import dev.larder.cache.ScanPage;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import dev.larder.testing.RedisProcess;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** What is particular to Redis: other types, limits of the server, rights, threads. */
class RedisDetailsIT {

  private static RedisProcess redis;
  private Jedis jedis;
  private RedisStore store;

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start("--proto-max-bulk-len", "1mb", "--enable-debug-command", "yes");
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void open() {
    jedis = new Jedis(redis.url());
    jedis.flushAll();
    store = new RedisStore(RedisSettings.builder(redis.url()).build());
  }

  @AfterEach
  void close() {
    store.close();
    jedis.close();
  }

  @Test
  void aKeyOfAnotherTypeIsUnreadableAndNotChanged() {
    jedis.rpush("list", "a");
    byte[] v = bytes("v");
    WriteCondition equals = WriteCondition.ifEquals(v);
    for (Runnable call :
        List.<Runnable>of(
            () -> store.get("list"),
            () -> store.entry("list"),
            () -> store.increment("list", 1),
            () -> store.putIf("list", v, Ttl.NONE, equals),
            () -> store.deleteIf("list", equals))) {
      assertThat(reasonOf(call)).isEqualTo(Reason.UNREADABLE);
    }
    assertThat(store.getAll(List.of("list")).get(0)).isEmpty();
    assertThat(store.entries(List.of("list")).get(0)).isEmpty();
    assertThat(jedis.lrange("list", 0, -1)).containsExactly("a");
    assertThat(store.exists("list")).isTrue();
    store.put("list", v, Ttl.NONE);
    assertThat(store.get("list")).contains(v);
    jedis.del("list");
    jedis.rpush("list", "a");
    assertThat(store.delete("list")).isTrue();
    assertThat(store.status().state()).isEqualTo("up");
  }

  @Test
  void keysThatAreNoUtf8AreNeitherListedNorRemoved() {
    byte[] foreign = {'k', (byte) 0xff};
    jedis.set(foreign, bytes("v"));
    jedis.set("k1", "v");
    assertThat(store.scan(KeyScan.of("", "*"), null, 10).keys()).containsExactly("k1");
    assertThat(store.deleteMatching(KeyScan.of("", "*"))).isEqualTo(1);
    assertThat(jedis.exists(foreign)).isTrue();
  }

  @Test
  void aValueLargerThanTheServerTakesIsRejectedAloneAlsoInBulk() {
    byte[] large = new byte[2 << 20];
    assertThat(reasonOf(() -> store.put("large", large, Ttl.NONE))).isEqualTo(Reason.TOO_LARGE);
    Map<String, byte[]> items = new LinkedHashMap<>();
    for (int i = 0; i < 40; i++) {
      items.put("k" + i, i == 17 ? large : bytes("v" + i));
    }
    Map<String, CacheException> failures = store.putAll(items, Ttl.NONE);
    assertThat(failures).containsOnlyKeys("k17");
    assertThat(failures.get("k17").reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(store.getAll(new ArrayList<>(items.keySet())).stream().filter(v -> v.isEmpty()))
        .hasSize(1);
    assertThat(store.exists("large")).isFalse();
  }

  @Test
  void aFullServerIsUnavailableForEachKeyAndTheRestIsStored() {
    jedis.configSet("maxmemory", "1");
    try {
      assertThat(reasonOf(() -> store.put("k", bytes("v"), Ttl.NONE)))
          .isEqualTo(Reason.UNAVAILABLE);
      Map<String, CacheException> failures =
          store.putAll(Map.of("a", bytes("1"), "b", bytes("2")), Ttl.NONE);
      assertThat(failures).containsOnlyKeys("a", "b");
      assertThat(failures.get("a")).hasMessageContaining("OOM");
      assertThat(store.get("k")).isEmpty();
    } finally {
      jedis.configSet("maxmemory", "0");
    }
    assertThat(store.putAll(Map.of("a", bytes("1")), Ttl.NONE)).isEmpty();
  }

  @Test
  void aReplicaThatRefusesWritesIsUnavailableAndWorksAgainAfterwards() {
    jedis.replicaof("127.0.0.1", 1);
    try {
      assertThat(reasonOf(() -> store.put("k", bytes("v"), Ttl.NONE)))
          .isEqualTo(Reason.UNAVAILABLE);
      assertThat(reasonOf(() -> store.increment("n", 1))).isEqualTo(Reason.UNAVAILABLE);
      assertThat(store.status().state()).isEqualTo("degraded");
    } finally {
      jedis.replicaofNoOne();
    }
    assertThat(store.increment("n", 1)).isEqualTo(1);
    assertThat(store.status().state()).isEqualTo("up");
  }

  @Test
  void scriptsAreSentAgainWhenTheServerForgotThem() {
    WriteCondition newer = WriteCondition.ifNewer("f", 1);
    assertThat(store.putIf("k", bytes("v"), Ttl.NONE, newer)).isTrue();
    jedis.scriptFlush();
    assertThat(store.putIf("k", bytes("w"), Ttl.NONE, newer)).isTrue();
  }

  @Test
  void connectionsTheServerClosedFailNoCallThatMayBeRepeated() {
    store.put("k", bytes("v"), Ttl.NONE);
    for (int round = 0; round < 20; round++) {
      killClients();
      switch (round % 7) {
        case 0 -> assertThat(store.get("k")).isPresent();
        case 1 -> store.put("k", bytes("v"), Ttl.NONE);
        case 2 -> assertThat(store.entry("k")).isPresent();
        case 3 -> assertThat(store.getAll(List.of("k")).get(0)).isPresent();
        case 4 -> assertThat(store.putAll(Map.of("l", bytes("v")), Ttl.NONE)).isEmpty();
        case 5 -> assertThat(store.scan(KeyScan.of("", "*"), null, 10).keys()).contains("k");
        default -> assertThat(store.delete("missing")).isFalse();
      }
    }
  }

  @Test
  void aConnectionIdleForAWhileIsCheckedBeforeWhatMayNotBeRepeated() {
    for (int i = 1; i <= 5; i++) {
      assertThat(store.increment("n", 1)).isEqualTo(i);
      killClients();
      long idleSince = System.nanoTime();
      await().until(() -> System.nanoTime() - idleSince > 110_000_000L);
    }
    assertThat(jedis.get("n")).isEqualTo("5");
  }

  @Test
  void pagesStayNearTheirLimitAndBatchesBelowAThousand() {
    for (int i = 0; i < 5_000; i++) {
      jedis.set("key:" + i, "v");
    }
    ScanPage page = store.scan(KeyScan.of("key:", "*"), null, 20);
    assertThat(page.keys()).hasSizeBetween(20, 60);
    ScanPage sparse = store.scan(KeyScan.of("key:", "77*"), null, 20);
    assertThat(sparse.keys()).hasSize(11);
    assertThat(sparse.cursor()).isEmpty();
  }

  @Test
  void aCursorAboveSixtyFourBitsOrOfAnotherFormIsRefused() {
    for (String wrong :
        List.of("0", "00", "01", "18446744073709551616", "99999999999999999999", "1a", "+1", "１")) {
      assertThatThrownBy(() -> store.scan(KeyScan.of("", "*"), wrong, 10))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
    store.scan(KeyScan.of("", "*"), "18446744073709551615", 10);
  }

  @Test
  void aUserWithoutARightIsForbiddenAndAWrongPasswordIsUnavailable() {
    jedis.aclSetUser("reader", "on", ">secret1", "~*", "-@all", "+get", "+ping");
    String url = "redis://reader:%s@127.0.0.1:" + redis.port();
    try (RedisStore reader = store(String.format(url, "secret1"));
        RedisStore wrong = store(String.format(url, "secret2"));
        RedisStore unset = store("redis://:secret3@127.0.0.1:" + redis.port());
        RedisStore database = store(redis.url() + "/99")) {
      assertThat(reader.get("k")).isEmpty();
      assertFailure(Reason.FORBIDDEN, () -> reader.put("k", bytes("v"), Ttl.NONE), "NOPERM");
      assertFailure(Reason.FORBIDDEN, () -> reader.entry("k"), "NOPERM");
      WriteCondition equal = WriteCondition.ifEquals(bytes("v"));
      assertFailure(Reason.FORBIDDEN, () -> reader.deleteIf("k", equal), "NOPERM");
      assertThat(reader.get("k")).isEmpty();
      assertUnavailable(() -> wrong.get("k"), "WRONGPASS");
      assertUnavailable(() -> unset.get("k"), "login");
      assertUnavailable(() -> database.get("k"), "no database of this number");
      assertUnavailable(() -> wrong.ping(Duration.ofMillis(500)), "WRONGPASS");
    } finally {
      jedis.aclDelUser("reader");
    }
  }

  @Test
  void aHangingNameServerHoldsNobodyLongerThanTheBound() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    RedisSettings settings =
        RedisSettings.builder("redis://cache.example.com:" + redis.port())
            .connectTimeout(Duration.ofMillis(200))
            .build();
    boolean[] hang = {true};
    try (RedisStore remote =
        new RedisStore(
            settings,
            host -> {
              if (hang[0]) {
                try {
                  never.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            })) {
      for (int i = 0; i < 3; i++) {
        long start = System.nanoTime();
        assertThat(reasonOf(() -> remote.get("k"))).isEqualTo(Reason.UNAVAILABLE);
        assertThat(reasonOf(() -> remote.ping(Duration.ofMillis(300))))
            .isEqualTo(Reason.UNAVAILABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      }
      assertThat(threads("larder-redis-lookup")).isEqualTo(1);
      hang[0] = false;
      never.countDown();
      await().untilAsserted(() -> assertThat(remote.get("k")).isEmpty());
    }
    await().untilAsserted(() -> assertThat(threads("larder-redis")).isZero());
  }

  @Test
  void closingLeavesNoThreadAndNoConnectionAndEndsTheCallsThatRun() throws Exception {
    store.put("large", new byte[100_000], Ttl.NONE);
    Thread[] waiting = new Thread[3];
    List<Reason> reasons = java.util.Collections.synchronizedList(new ArrayList<>());
    redis.freeze();
    for (int i = 0; i < waiting.length; i++) {
      waiting[i] = new Thread(() -> reasons.add(reasonOf(() -> store.get("large"))));
      waiting[i].start();
    }
    await().until(() -> store.status().gauges().get("pool.active") == 3);
    store.close();
    for (Thread thread : waiting) {
      thread.join(900);
    }
    assertThat(reasons).containsExactly(Reason.STOPPED, Reason.STOPPED, Reason.STOPPED);
    redis.thaw();
    assertThat(reasonOf(() -> store.get("large"))).isEqualTo(Reason.STOPPED);
    assertThat(reasonOf(() -> store.ping(Duration.ofSeconds(1)))).isEqualTo(Reason.STOPPED);
    assertThat(reasonOf(() -> store.scan(KeyScan.of("", "*"), null, 1))).isEqualTo(Reason.STOPPED);
    assertThat(store.status().state()).isEqualTo("stopped");
    assertThat(store.status().gauges()).containsEntry("pool.active", 0.0);
    await().untilAsserted(() -> assertThat(threads("larder-redis")).isZero());
    await().untilAsserted(() -> assertThat(jedis.clientList().lines()).hasSize(1));
    store.start();
    assertThat(store.get("large")).isPresent();
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(name))
        .count();
  }

  private void killClients() {
    jedis.clientKill(
        new ClientKillParams().skipMe(ClientKillParams.SkipMe.YES).type(ClientType.NORMAL));
  }

  private static RedisStore store(String url) {
    return new RedisStore(RedisSettings.builder(url).build());
  }

  private static Reason reasonOf(Runnable call) {
    CacheException e = catchThrowableOfType(CacheException.class, call::run);
    return e == null ? null : e.reason();
  }

  private static void assertUnavailable(Runnable call, String message) {
    assertFailure(Reason.UNAVAILABLE, call, message);
  }

  private static void assertFailure(Reason reason, Runnable call, String message) {
    CacheException e = catchThrowableOfType(CacheException.class, call::run);
    assertThat(e).isNotNull();
    assertThat(e.reason()).isEqualTo(reason);
    for (Throwable at = e; at != null; at = at.getCause()) {
      assertThat(String.valueOf(at.getMessage())).doesNotContain("secret").doesNotContain("127.0");
    }
    assertThat(e).hasMessageContaining(message);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
