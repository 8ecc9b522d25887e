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
import dev.larder.cache.redis.RedisUrl.Address;
import dev.larder.testing.RedisCluster;
import dev.larder.testing.RedisProcess;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** What is particular to a Redis Cluster: slots on their way, nodes that are away, wrong URLs. */
class ClusterDetailsIT {

  /** With the settings below: wait, connect, silence, and once more at another node. */
  private static final Duration BOUND = Duration.ofMillis(2 * (500 + 400 + 2 * 400) + 800 + 1_500);

  private static RedisCluster redis;
  private RedisStore store;

  @BeforeAll
  static void startRedis() {
    redis = RedisCluster.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void open() {
    redis.awaitOk();
    redis.flush();
    store = store(redis.url());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void everyOperationWorksOnKeysOfASlotThatIsHalfWay() {
    int slot = slot("{t}");
    int from = redis.primaryOf(slot);
    int to = redis.primaries().stream().filter(i -> i != from).findFirst().orElseThrow();
    for (String key : List.of("value", "equal", "starts", "gone", "gone-if")) {
      put("{t}" + key, "v");
    }
    put("{t}number", "5");
    redis.beginMove(slot, from, to);
    redis.moveKeys(slot, from, to, 100);
    // The node that the slot goes to has never seen the scripts.
    redis.on(to, Jedis::scriptFlush);
    byte[] v = bytes("v");
    byte[] w = bytes("w");
    for (int round = 0; round < 2; round++) {
      assertThat(store.get("{t}value")).contains(v);
      assertThat(store.entry("{t}value").orElseThrow().value()).isEqualTo(v);
      assertThat(store.exists("{t}value")).isTrue();
      assertThat(store.increment("{t}number", 1)).isEqualTo(round == 0 ? 6 : 10);
      byte[] now = round == 0 ? v : w;
      assertThat(store.putIf("{t}equal", w, Ttl.NONE, WriteCondition.ifEquals(now))).isTrue();
      assertThat(store.putIf("{t}starts", w, Ttl.NONE, WriteCondition.ifStartsWith(now))).isTrue();
      assertThat(store.putIf("{t}new" + round, v, Ttl.NONE, WriteCondition.ifAbsent())).isTrue();
      // Of keys that are both there; see the test below.
      WriteCondition newer = WriteCondition.ifNewer("{t}number", 9 + round);
      assertThat(store.putIf("{t}value", v, Ttl.NONE, newer)).isTrue();
      assertThat(store.delete("{t}gone")).isEqualTo(round == 0);
      assertThat(store.deleteIf("{t}gone-if", WriteCondition.ifEquals(v))).isEqualTo(round == 0);
      Map<String, byte[]> items = new LinkedHashMap<>();
      for (int i = 0; i < 100; i++) {
        items.put((i % 2 == 0 ? "{t}bulk" : "bulk") + i, v);
      }
      assertThat(store.putAll(items, Ttl.NONE)).isEmpty();
      assertThat(store.getAll(new ArrayList<>(items.keySet()))).allMatch(each -> each.isPresent());
      assertThat(store.deleteMatching(KeyScan.of("", "*bulk*"))).isEqualTo(100);
      assertThat(store.status().state()).isEqualTo("up");
      if (round == 0) {
        redis.moveSlot(slot, from, to);
      }
    }
    redis.moveSlot(slot, to, from);
  }

  @Test
  void aScriptAboutTwoKeysThatAreAtTwoNodesIsSoonRefusedAsNoOutageAndChangesNothing() {
    int slot = slot("{t}");
    int from = redis.primaryOf(slot);
    int to = redis.primaries().stream().filter(i -> i != from).findFirst().orElseThrow();
    WriteCondition newer = WriteCondition.ifNewer("{t}fence", 7);
    assertThat(store.putIf("{t}key", bytes("v"), Ttl.NONE, newer)).isTrue();
    redis.beginMove(slot, from, to);
    assertThat(redis.moveKeys(slot, from, to, 1)).isEqualTo(1);
    assertRefusedSoon(() -> store.putIf("{t}key", bytes("w"), Ttl.NONE, newer));
    assertThat(store.get("{t}key")).contains(bytes("v"));
    // Absent keys are at no node, as long as the slot is half-way.
    assertRefusedSoon(
        () ->
            store.putIf(
                "{t}absent", bytes("w"), Ttl.NONE, WriteCondition.ifNewer("{t}no fence", 1)));
    redis.moveSlot(slot, from, to);
    assertThat(store.putIf("{t}key", bytes("w"), Ttl.NONE, newer)).isTrue();
    redis.moveSlot(slot, to, from);
  }

  private static void assertRefusedSoon(Runnable call) {
    long start = System.nanoTime();
    CacheException e = catchThrowableOfType(CacheException.class, call::run);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_500));
    assertThat(e).hasMessageContaining("TRYAGAIN");
    assertThat(e.reason()).isEqualTo(Reason.FORBIDDEN);
  }

  @Test
  void whoAsksForThePrimariesWhileNewOnesAreToldIsNotGivenTheOldOnes() {
    RedisSettings settings = RedisSettings.builder(redis.url()).build();
    LinkOpener opener = new LinkOpener(settings, InetAddress::getAllByName);
    List<List<Primary>> told = new ArrayList<>();
    List<CompletableFuture<List<Primary>>> asked = new ArrayList<>();
    AtomicReference<ClusterNodes> self = new AtomicReference<>();
    ClusterNodes nodes =
        new ClusterNodes(
            settings,
            opener,
            primaries -> {
              told.add(primaries);
              if (told.size() == 2) {
                CompletableFuture<List<Primary>> other =
                    CompletableFuture.supplyAsync(self.get()::primaries);
                asked.add(other);
                // Time enough for an answer, if it does not wait for the end of this.
                assertThatThrownBy(() -> other.get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
              }
            });
    self.set(nodes);
    try (opener) {
      assertThat(nodes.primaries()).hasSize(3);
      nodes.named(new Address("127.0.0.1", 1));
      assertThat(told).hasSize(2);
      assertThat(told.get(1)).hasSize(4);
      assertThat(asked.get(0).join()).containsExactlyInAnyOrderElementsOf(told.get(1));
    } finally {
      nodes.close();
    }
  }

  @Test
  void aListingAndARemovalFindTheKeysOfASlotThatStaysHalfWay() {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      all.add("{t}" + i);
      put("{t}" + i, "v");
      all.add("k" + i);
      put("k" + i, "v");
    }
    int slot = slot("{t}");
    int from = redis.primaryOf(slot);
    for (int to : redis.primaries()) {
      if (to != from) {
        redis.beginMove(slot, from, to);
        redis.moveKeys(slot, from, to, 30);
        for (int limit : new int[] {1, 7, 1_000}) {
          assertThat(list(store, limit)).as("limit %d", limit).isEqualTo(all);
        }
        redis.moveSlot(slot, from, to);
        redis.moveSlot(slot, to, from);
      }
    }
    assertThat(store.deleteMatching(KeyScan.of("", "*"))).isEqualTo(120);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aListingFindsKeysThatMoveFromANodeThatItIsAtToOneThatItIsDoneWith(boolean halfWay) {
    Map<String, Integer> all = new HashMap<>();
    Map<Integer, BitSet> owned = new HashMap<>();
    for (int i : redis.primaries()) {
      redis.on(i, jedis -> owned.put(i, NodeSlots.read(jedis.clusterNodes()).owned()));
    }
    Map<String, byte[]> items = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      String key = "k" + i;
      items.put(key, bytes("v"));
      owned.forEach(
          (node, slots) -> {
            if (slots.get(slot(key))) {
              all.put(key, node);
            }
          });
    }
    assertThat(store.putAll(items, Ttl.NONE)).isEmpty();
    List<Runnable> undo = new ArrayList<>();
    Set<String> found = new HashSet<>();
    String cursor = null;
    do {
      ScanPage next = store.scan(KeyScan.of("", "*"), cursor, 10);
      found.addAll(next.keys());
      cursor = next.cursor().orElse(null);
      Set<String> left = new HashSet<>(all.keySet());
      left.removeAll(found);
      Set<Integer> listing = new HashSet<>();
      left.forEach(key -> listing.add(all.get(key)));
      if (undo.isEmpty() && listing.size() == 1 && left.size() < 500) {
        // It is half-way through the last node.
        int from = listing.iterator().next();
        int to = owned.keySet().stream().filter(node -> node != from).findFirst().orElseThrow();
        List<Integer> slots =
            left.stream().map(ClusterDetailsIT::slot).distinct().limit(5).toList();
        for (int slot : slots) {
          redis.beginMove(slot, from, to);
          redis.moveKeys(slot, from, to, 100);
          if (!halfWay) {
            redis.endMove(slot, from, to);
          }
          undo.add(
              () -> {
                if (halfWay) {
                  redis.endMove(slot, from, to);
                }
                redis.moveSlot(slot, to, from);
              });
        }
      }
    } while (cursor != null);
    assertThat(undo).isNotEmpty();
    assertThat(found).isEqualTo(all.keySet());
    undo.forEach(Runnable::run);
  }

  @Test
  void aListingGoesOnWhenTheNodeThatItIsAtIsTakenFromTheCluster() {
    Set<String> all = new HashSet<>();
    Set<Integer> slots = new HashSet<>();
    for (int i = 0; i < 400; i++) {
      String key = "k" + i;
      put(key, "v");
      all.add(key);
      slots.add(slot(key));
    }
    int added = redis.addNode();
    List<Integer> moved = slots.stream().limit(60).toList();
    Map<Integer, Integer> home = new HashMap<>();
    for (int slot : moved) {
      home.put(slot, redis.primaryOf(slot));
      redis.moveSlot(slot, home.get(slot), added);
    }
    Set<String> atAdded = new HashSet<>(all);
    atAdded.removeIf(key -> !home.containsKey(slot(key)));
    Set<String> found = new HashSet<>();
    String cursor = null;
    boolean removed = false;
    do {
      ScanPage next = store.scan(KeyScan.of("", "*"), cursor, 5);
      found.addAll(next.keys());
      cursor = next.cursor().orElse(null);
      if (!removed && next.keys().stream().anyMatch(atAdded::contains)) {
        moved.forEach(slot -> redis.moveSlot(slot, added, home.get(slot)));
        redis.removeNode(added);
        removed = true;
      }
    } while (cursor != null);
    assertThat(removed).isTrue();
    assertThat(found).isEqualTo(all);
  }

  @Test
  void damagedAndForeignCursorsAreRefused() {
    for (int i = 0; i < 200; i++) {
      put("k" + i, "v");
    }
    String cursor = store.scan(KeyScan.of("", "*"), null, 10).cursor().orElseThrow();
    assertThat(cursor).hasSizeLessThan(300);
    for (String wrong :
        List.of("0", "1", "17", "..", "A..0", cursor + "0x", "B" + cursor, cursor.substring(9))) {
      assertThatThrownBy(() -> store.scan(KeyScan.of("", "*"), wrong, 10))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aFenceOfAnotherSlotIsRefusedBeforeAnythingIsSent() {
    WriteCondition newer = WriteCondition.ifNewer("fence", 1);
    for (Runnable call :
        List.<Runnable>of(
            () -> store.putIf("key", bytes("v"), Ttl.NONE, newer),
            () -> store.deleteIf("key", newer))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("{tag}");
    }
    assertThat(store.exists("key")).isFalse();
  }

  @Test
  void aFrozenNodeFailsOnlyWhatIsItsOwnAndHoldsNothingLongerThanTheBound() {
    Map<String, byte[]> items = new LinkedHashMap<>();
    for (int i = 0; i < 600; i++) {
      items.put("k" + i, bytes("v"));
    }
    assertThat(store.putAll(items, Ttl.NONE)).isEmpty();
    int frozen = redis.primaryOf(slot("k0"));
    Set<String> atFrozen = new HashSet<>();
    items.keySet().stream().filter(k -> redis.primaryOf(slot(k)) == frozen).forEach(atFrozen::add);
    redis.nodes().get(frozen).freeze();
    try {
      assertUnavailable(() -> store.get("k0"));
      String other = items.keySet().stream().filter(k -> !atFrozen.contains(k)).findAny().get();
      assertThat(store.get(other)).isPresent();
      long start = System.nanoTime();
      assertThat(store.putAll(items, Ttl.NONE).keySet()).isSubsetOf(atFrozen);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
      // The replica takes its place.
      await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> writes(items));
      store.ping(Duration.ofSeconds(1));
    } finally {
      redis.nodes().get(frozen).thaw();
    }
    redis.awaitOk();
    assertThat(store.getAll(new ArrayList<>(items.keySet()))).allMatch(each -> each.isPresent());
  }

  private boolean writes(Map<String, byte[]> items) {
    return store.putAll(items, Ttl.NONE).isEmpty();
  }

  @Test
  void aWrongKindOfUrlIsToldAndHoldsNobody() {
    String node = redis.url().replace("redis+cluster", "redis").replaceFirst(",.*", "");
    String tag = redis.primaryOf(slot("{t}")) == 0 ? "{u}" : "{t}";
    try (RedisProcess plain = RedisProcess.start();
        RedisStore single = store(node);
        RedisStore cluster = store(plain.url().replace("redis://", "redis+cluster://"));
        RedisStore nobody = store("redis+cluster://127.0.0.1:1")) {
      String elsewhere = redis.primaryOf(slot(tag)) == 0 ? "{v}" : tag;
      assertThat(catchThrowableOfType(CacheException.class, () -> single.get(elsewhere)))
          .hasMessageContaining("redis+cluster://");
      assertThat(catchThrowableOfType(CacheException.class, () -> cluster.get("k")))
          .hasMessageContaining("no node of a Redis Cluster");
      assertUnavailable(() -> nobody.get("k"));
      assertUnavailable(() -> nobody.scan(KeyScan.of("", "*"), null, 10));
      assertThat(nobody.putAll(Map.of("k", bytes("v")), Ttl.NONE)).containsOnlyKeys("k");
      assertUnavailable(() -> nobody.ping(Duration.ofMillis(300)));
      assertThat(nobody.status().state()).isEqualTo("degraded");
    }
  }

  @Test
  void closingLeavesNoConnectionAndNoThread() {
    Map<String, byte[]> items = new LinkedHashMap<>();
    for (int i = 0; i < 50; i++) {
      items.put("k" + i, new byte[20_000]);
    }
    store.putAll(items, Ttl.NONE);
    assertThat(store.status().gauges().get("pool.idle")).isEqualTo(3.0);
    store.close();
    assertThat(store.status().state()).isEqualTo("stopped");
    assertThat(catchThrowableOfType(CacheException.class, () -> store.get("k1")).reason())
        .isEqualTo(Reason.STOPPED);
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("larder-redis")));
    store.start();
    assertThat(store.get("k1")).isPresent();
  }

  private static Set<String> list(RedisStore store, int limit) {
    Set<String> found = new HashSet<>();
    String cursor = null;
    do {
      ScanPage page = store.scan(KeyScan.of("", "*"), cursor, limit);
      found.addAll(page.keys());
      cursor = page.cursor().orElse(null);
    } while (cursor != null);
    return found;
  }

  private static CacheException assertUnavailable(Runnable call) {
    long start = System.nanoTime();
    CacheException e = catchThrowableOfType(CacheException.class, call::run);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
    assertThat(e).isNotNull();
    assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(e.getMessage()).doesNotContain("127.0.0.1");
    return e;
  }

  private void put(String key, String value) {
    store.put(key, bytes(value), Ttl.NONE);
  }

  private static RedisStore store(String url) {
    return new RedisStore(
        RedisSettings.builder(url)
            .connectTimeout(Duration.ofMillis(400))
            .timeout(Duration.ofMillis(400))
            .build());
  }

  private static int slot(String key) {
    return SlotMap.slot(key.getBytes(UTF_8));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
