package dev.larder.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.testing.RedisProcess;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

/** What a real Redis tells of changes, and what happens when it cannot. */
class RedisChangeFeedIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final String THREAD = "feed-of-this-test";
  private static final ThreadFactory THREADS = HostLookup.daemons(THREAD);

  private final RedisProcess redis = RedisProcess.notStarted();
  private final Told told = new Told();
  private LogLines log;
  private RedisStore store;
  private RedisChangeFeed feed;

  @BeforeEach
  void listen() {
    log = LogLines.of("dev.larder.cache");
  }

  @AfterEach
  void close() {
    if (feed != null) {
      feed.close();
      store.close();
    }
    redis.close();
    log.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals(THREAD));
  }

  private void open(RedisSettings settings, String... prefixes) {
    store = new RedisStore(settings);
    feed = new RedisChangeFeed(store, List.of(prefixes), INTERVAL, THREADS, System::nanoTime);
    feed.open(told);
  }

  private void open(String... prefixes) {
    open(RedisSettings.builder(redis.url()).build(), prefixes);
  }

  /** Waits until everything before now was told, and returns what it was. */
  private List<String> everythingTold() {
    long now = System.nanoTime();
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> told.hasConfirmed(now));
    return told.changes();
  }

  private void begin() {
    everythingTold();
    told.forget();
  }

  @Test
  void everyWayToChangeAKeyIsToldBeforeTheConfirmation() {
    redis.restart();
    open("");
    begin();
    // The large command takes its time on a busy machine.
    try (Jedis jedis = new Jedis(URI.create(redis.url()), 60_000)) {
      jedis.set("set", "1");
      assertThat(everythingTold()).containsExactly("set");
      jedis.incr("incr");
      jedis.mset("m1", "v", "m2", "v");
      jedis.eval("redis.call('SET', KEYS[1], 'v')", 1, "script");
      jedis.get("set");
      jedis.pexpire("m1", 100_000);
      jedis.unlink("m2", "none");
      jedis.rename("incr", "renamed");
      assertThat(everythingTold())
          .contains("incr", "m1", "m2", "script", "renamed")
          .doesNotContain("none", Told.ALL);
      told.forget();
      jedis.set("ключ 😀\r\n\u0000", "v");
      jedis.set("", "v");
      jedis.set(new byte[] {(byte) 0xff, 'x'}, new byte[0]);
      jedis.select(3);
      jedis.set("of another database", "v");
      assertThat(everythingTold())
          .containsExactlyInAnyOrder("ключ 😀\r\n\u0000", "", "of another database");
      told.forget();
      jedis.set("short", "v", SetParams.setParams().px(30));
      await()
          .atMost(PATIENCE)
          .until(() -> everythingTold().stream().filter("short"::equals).count() == 2);
      told.forget();
      jedis.flushDB();
      assertThat(everythingTold()).contains(Told.ALL);
      told.forget();
      String[] many = IntStream.range(0, 20_000).mapToObj(i -> "many" + i).toArray(String[]::new);
      String[] pairs =
          IntStream.range(0, 40_000)
              .mapToObj(i -> i % 2 == 0 ? many[i / 2] : "v")
              .toArray(String[]::new);
      jedis.mset(pairs);
      assertThat(everythingTold()).hasSize(many.length);
      assertThat(Set.copyOf(told.changes())).isEqualTo(Set.of(many));
    }
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void onlyChangesUnderThePrefixesAreTold() {
    redis.restart();
    open("app:", "larder:http:", "larder:", "*?[");
    begin();
    try (Jedis jedis = new Jedis(redis.url())) {
      for (String key :
          List.of("app:1", "apq", "larder:http:x", "larder:t", "*?[a", "xyz", "lar")) {
        jedis.set(key, "v");
      }
      assertThat(everythingTold())
          .containsExactlyInAnyOrder("app:1", "larder:http:x", "larder:t", "*?[a");
    }
  }

  @Test
  void aServerThatIsNotThereAtFirstOrIsKilledIsFollowedWhenItComes() {
    open("");
    await().atMost(PATIENCE).until(() -> log.warnings().size() == 1);
    assertThat(log.warnings().get(0)).contains("near tier is not used").contains("no connection");
    for (int round = 0; round < 3; round++) {
      redis.restart();
      begin();
      try (Jedis jedis = new Jedis(redis.url())) {
        jedis.set("k", "v");
      }
      assertThat(everythingTold()).containsExactly("k");
      redis.kill();
      await().atMost(PATIENCE).until(() -> told.changes().contains(Told.ALL));
    }
    await().atMost(PATIENCE).until(() -> log.warnings().size() == 4);
    assertThat(log.lines()).hasSize(7);
    assertThat(log.lines()).allSatisfy(l -> assertThat(l).doesNotContain("" + redis.port()));
  }

  @Test
  void aFrozenServerConfirmsNothingAndTheLinkIsGivenUp() {
    redis.restart();
    open("");
    begin();
    redis.freeze();
    long frozen = System.nanoTime();
    await().atMost(PATIENCE).until(() -> told.changes().contains(Told.ALL));
    assertThat(told.hasConfirmed(frozen)).isFalse();
    assertThat(log.warnings()).singleElement().asString().contains("silent");
    redis.thaw();
    everythingTold();
    await().atMost(PATIENCE).until(() -> log.lines().size() == 2);
  }

  @Test
  void aServerThatBecomesAReplicaIsNotListenedTo() {
    redis.restart();
    open("");
    begin();
    try (RedisProcess other = RedisProcess.start();
        Jedis jedis = new Jedis(redis.url())) {
      jedis.replicaof("127.0.0.1", other.port());
      await().atMost(PATIENCE).until(() -> told.changes().contains(Told.ALL));
      await().atMost(PATIENCE).until(() -> log.warnings().size() == 1);
      assertThat(log.warnings().get(0)).contains("replica");
      long now = System.nanoTime();
      jedis.replicaofNoOne();
      await().atMost(PATIENCE).until(() -> told.hasConfirmed(now));
    }
  }

  @Test
  void theRightsThatTheDocumentationNamesSuffice() {
    redis.restart();
    try (Jedis jedis = new Jedis(redis.url())) {
      jedis.aclSetUser(
          "larder", "on", ">p@ss", "~*", "-@all", "+client|tracking", "+ping", "+select");
      String url = "redis://larder:p%40ss@127.0.0.1:" + redis.port() + "/2";
      open(RedisSettings.builder(url).build(), "");
      begin();
      jedis.set("k", "v");
      assertThat(everythingTold()).containsExactly("k");
      assertThat(log.lines()).isEmpty();

      jedis.aclSetUser("larder", "-client|tracking", "-ping");
      await().atMost(PATIENCE).until(() -> log.warnings().size() == 1);
      assertThat(log.warnings().get(0))
          .contains("rights")
          .contains("+client|tracking")
          .doesNotContain("p@ss", "larder'");
    }
  }

  @Test
  void theLinkIsEncryptedWhenTheStoreIs() {
    redis.restart();
    try (TlsProxy proxy = TlsProxy.start(redis.port(), "dns:localhost");
        Jedis jedis = new Jedis(redis.url())) {
      open(
          RedisSettings.builder("rediss://localhost:" + proxy.port())
              .tlsCa(proxy.certificate())
              .build(),
          "");
      begin();
      for (int i = 0; i < 200; i++) {
        jedis.set("k" + i, "v");
      }
      assertThat(everythingTold()).hasSize(200);
      // Long enough for many waits that end with a time-out.
      long later = System.nanoTime() + 10 * INTERVAL.toNanos();
      await().atMost(PATIENCE).until(() -> told.hasConfirmed(later));
      assertThat(told.changes()).doesNotContain(Told.ALL);
      feed.close();
      feed = null;
    }
  }

  @Test
  void aFeedIsOpenedOnceAtATimeAndCanBeOpenedAgain() {
    redis.restart();
    open("");
    assertThatThrownBy(() -> feed.open(told)).isInstanceOf(IllegalStateException.class);
    begin();
    feed.close();
    feed.close();
    told.forget();
    try (Jedis jedis = new Jedis(redis.url())) {
      jedis.set("k", "v");
      assertThat(told.changes()).isEmpty();
      feed.open(told);
      begin();
      jedis.set("k".getBytes(UTF_8), "v".getBytes(UTF_8));
      assertThat(everythingTold()).containsExactly("k");
    }
  }

  @Test
  void aFeedOfAServerThatIsAwayClosesAtOnce() {
    open("");
    await().atMost(PATIENCE).until(() -> log.warnings().size() == 1);
    feed.close();
  }
}
