package dev.larder.cache.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheStore;
import dev.larder.cache.KeyScan;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import dev.larder.cache.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a store tells of its operations. */
class MeteredStoreTest {

  private static final byte[] VALUE = "1".getBytes(StandardCharsets.UTF_8);
  private static final Ttl TTL = new Ttl(60_000);

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 3);
  private final List<String> told = new ArrayList<>();
  private final CacheStore store =
      new MeteredStore(
          new MemoryStore(1 << 20),
          new CacheEvents() {
            @Override
            public void called(
                String name, String operation, long nanos, @Nullable CacheException failure) {
              told.add(
                  name
                      + " "
                      + operation
                      + " "
                      + nanos
                      + (failure == null ? "" : " " + failure.reason()));
            }
          },
          // Every look is 7 ns after the one before, over the end of the numbers.
          () -> clock.getAndAdd(7));

  @BeforeEach
  void start() {
    store.start();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void eachOperationIsToldOnceByItsNameWithTheTimeThatItTook() {
    Map<String, Runnable> operations = new LinkedHashMap<>();
    operations.put("set", () -> store.put("k", VALUE, TTL));
    operations.put("get", () -> store.get("k"));
    operations.put("entry", () -> store.entry("k"));
    operations.put("mget", () -> store.getAll(List.of("k", "l")));
    operations.put("entries", () -> store.entries(List.of("k", "l")));
    operations.put("heads", () -> store.heads(List.of("k", "l"), 600));
    operations.put("setIf", () -> store.putIf("k", VALUE, TTL, WriteCondition.ifAbsent()));
    operations.put("mset", () -> store.putAll(Map.of("k", VALUE, "l", VALUE), TTL));
    operations.put("exists", () -> store.exists("k"));
    operations.put("incr", () -> store.increment("k", 1));
    operations.put("keys", () -> store.scan(KeyScan.of("", "*"), null, 10));
    operations.put("deleteIf", () -> store.deleteIf("k", WriteCondition.ifEquals(VALUE)));
    operations.put("delete", () -> store.delete("k"));
    operations.put("deleteAll", () -> store.deleteAll(List.of("k", "l")));
    operations.put("deletePattern", () -> store.deleteMatching(KeyScan.of("", "*")));
    operations.put("ping", () -> store.ping(Duration.ofSeconds(1)));
    operations.forEach(
        (name, operation) -> {
          told.clear();
          operation.run();
          assertThat(told).containsExactly("memory " + name + " 7");
        });
    told.clear();
    store.getShared("k");
    store.getAllShared(List.of("k"));
    store.deleteAllNow(List.of("k"));
    store.status();
    assertThat(told).containsExactly("memory get 7", "memory mget 7", "memory deleteAll 7");
  }

  @Test
  void aFailureIsToldAndThrownOn() {
    store.put("text", "no number".getBytes(StandardCharsets.UTF_8), TTL);
    told.clear();
    assertThatThrownBy(() -> store.increment("text", 1)).isInstanceOf(CacheException.class);
    assertThat(told).containsExactly("memory incr 7 NOT_AN_INTEGER");
  }

  @Test
  void ofABulkWriteTheFailureOfAKeyIsTold() {
    assertThat(store.putAll(Map.of("large", new byte[2 << 20]), TTL)).containsKey("large");
    assertThat(told).containsExactly("memory mset 7 TOO_LARGE");
  }

  @Test
  void misuseIsNotTold() {
    assertThatThrownBy(() -> store.scan(KeyScan.of("", "*"), "none of ours", 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(told).isEmpty();
  }

  @Test
  void aStoreThatIsStoppedFailsAsUnavailable() {
    store.close();
    assertThatThrownBy(() -> store.get("k")).isInstanceOf(CacheException.class);
    assertThat(told).containsExactly("memory get 7 STOPPED");
  }
}
