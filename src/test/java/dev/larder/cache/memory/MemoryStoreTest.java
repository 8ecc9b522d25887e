package dev.larder.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheStore;
import dev.larder.cache.CacheStoreContract;
import dev.larder.cache.KeyScan;
import dev.larder.cache.ScanPage;
import dev.larder.cache.StoreStatus;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends CacheStoreContract {

  private final AtomicLong nanos = new AtomicLong(-12_345_678_901L);

  @Override
  protected CacheStore openEmptyStore() {
    return open(64 << 20, CacheEvents.NONE);
  }

  @Override
  public void elapse(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private MemoryStore open(long maxBytes, CacheEvents events) {
    MemoryStore store = new MemoryStore(maxBytes, nanos::get, events);
    store.start();
    return store;
  }

  @Test
  void anEntryIsLiveAtItsDeadlineAndGoneAMillisecondLater() {
    for (long millis :
        new long[] {1, 2, 999, 1_000, 1_073, 60_000, 86_400_000, 3_153_600_000_000L}) {
      nanos.set(Math.floorDiv(nanos.get(), 1_000_000) * 1_000_000);
      store().put("k", new byte[1], new Ttl(millis));
      elapse(Duration.ofMillis(millis));
      assertThat(store().get("k")).as("%d ms", millis).isPresent();
      assertThat(ttl("k")).contains(Duration.ZERO);
      elapse(Duration.ofNanos(999_999));
      assertThat(store().exists("k")).isTrue();
      elapse(Duration.ofNanos(1));
      assertThat(store().get("k")).as("%d ms and one", millis).isEmpty();
      assertThat(store().entry("k")).isEmpty();
      assertThat(store().exists("k")).isFalse();
      assertThat(store().scan(KeyScan.of("", "*"), null, 10).keys()).isEmpty();
    }
  }

  @Test
  void aSlightlyChangedTimeToLiveIsKeptExactly() {
    store().put("shorter", new byte[1], new Ttl(500));
    store().put("shorter", new byte[1], new Ttl(490));
    store().put("longer", new byte[1], new Ttl(490));
    store().put("longer", new byte[1], new Ttl(500));
    elapse(Duration.ofMillis(495));
    assertThat(store().exists("shorter")).isFalse();
    assertThat(store().exists("longer")).isTrue();
  }

  @Test
  void anEntryLargerThanTheLimitIsRefusedByEveryWayToWriteAndNothingChanges() {
    MemoryStore small = open(2_000, CacheEvents.NONE);
    byte[] old = "5".getBytes(StandardCharsets.UTF_8);
    small.put("k", old, Ttl.NONE);
    small.put("fence", old, Ttl.NONE);
    byte[] large = new byte[4_000];
    String longKey = "ж".repeat(900);
    Map<String, ThrowingCallable> ways = new LinkedHashMap<>();
    ways.put("put", () -> small.put("k", large, new Ttl(1)));
    ways.put("put key", () -> small.put(longKey, new byte[0], Ttl.NONE));
    ways.put("equal", () -> small.putIf("k", large, Ttl.NONE, WriteCondition.ifEquals(old)));
    ways.put("absent", () -> small.putIf("new", large, Ttl.NONE, WriteCondition.ifAbsent()));
    ways.put("newer", () -> small.putIf("k", large, Ttl.NONE, WriteCondition.ifNewer("fence", 9)));
    ways.put("fence", () -> small.putIf("k", old, Ttl.NONE, WriteCondition.ifNewer(longKey, 9)));
    ways.put("delete", () -> small.deleteIf("k", WriteCondition.ifNewer(longKey, 9)));
    ways.put("increment", () -> small.increment(longKey, 1));
    ways.forEach(
        (name, way) -> {
          CacheException refusal = catchThrowableOfType(CacheException.class, way);
          assertThat(refusal).as(name).isNotNull();
          assertThat(refusal.reason()).as(name).isEqualTo(CacheException.Reason.TOO_LARGE);
          assertThat(refusal).as(name).hasMessageContaining("2000");
        });
    assertThatThrownBy(() -> small.put("k", large, Ttl.NONE)).hasMessageContaining("4264 bytes");
    assertThat(small.get("k")).contains(old);
    assertThat(small.entry("k").orElseThrow().ttl()).isEmpty();
    assertThat(small.get("fence")).contains(old);
    assertThat(small.status().entries()).hasValue(2);
  }

  @Test
  void aBulkWriteRefusesOnlyTheKeysThatAreTooLarge() {
    MemoryStore small = open(2_000, CacheEvents.NONE);
    Map<String, byte[]> items = new LinkedHashMap<>();
    items.put("a", new byte[10]);
    items.put("b", new byte[10_000]);
    items.put("c", new byte[20]);
    Map<String, CacheException> failures = small.putAll(items, Ttl.NONE);
    assertThat(failures).containsOnlyKeys("b");
    assertThat(failures.get("b").reason()).isEqualTo(CacheException.Reason.TOO_LARGE);
    assertThat(small.exists("a")).isTrue();
    assertThat(small.exists("b")).isFalse();
    assertThat(small.exists("c")).isTrue();
  }

  @Test
  void anEntryOfExactlyTheLimitIsHeld() {
    int limit = Footprint.OVERHEAD + 8 + 800;
    MemoryStore small = open(limit, CacheEvents.NONE);
    small.put("k", new byte[800], Ttl.NONE);
    assertThat(small.exists("k")).isTrue();
    assertThat(small.status().bytes()).hasValue(limit);
    assertThatThrownBy(() -> small.put("k", new byte[801], Ttl.NONE))
        .isInstanceOf(CacheException.class);
    assertThat(small.get("k").orElseThrow()).hasSize(800);
  }

  @Test
  void aLargeEntryIsThereAfterItsWriteAndDrivesOutNoMoreThanItNeeds() {
    int limit = 1 << 20;
    byte[] small = new byte[1_000];
    for (int reads : new int[] {0, 1, 5, 20}) {
      for (int size : new int[] {12_000, 50_000, 400_000, 1_000_000}) {
        MemoryStore full = open(limit, CacheEvents.NONE);
        for (int i = 0; i < 1_000; i++) {
          full.put("k" + i, small, Ttl.NONE);
        }
        for (int i = 0; i < 1_000 * reads; i++) {
          full.get("k" + i % 1_000);
        }
        long evictionsBefore = full.status().evictions().orElseThrow();
        byte[] large = new byte[size];
        boolean stored =
            switch (reads) {
              case 0 -> full.putAll(Map.of("large", large), Ttl.NONE).isEmpty();
              case 1 -> full.putIf("large", large, Ttl.NONE, WriteCondition.ifAbsent());
              case 5 -> full.putIf("large", large, Ttl.NONE, WriteCondition.ifNewer("fence", 1));
              default -> {
                full.put("large", small, Ttl.NONE);
                yield full.putIf("large", large, Ttl.NONE, WriteCondition.ifEquals(small));
              }
            };
        assertThat(stored).isTrue();
        assertThat(full.get("large")).as("%d bytes, %d reads", size, reads).contains(large);
        StoreStatus status = full.status();
        assertThat(status.bytes().orElseThrow()).isBetween(limit - 3_000L, (long) limit);
        assertThat(status.evictions().orElseThrow() - evictionsBefore)
            .as("evictions for %d bytes", size)
            .isLessThanOrEqualTo(size / 1_000 + 3);
      }
    }
  }

  @Test
  void evictionsAreCountedAndToldWithTheirBytes() {
    AtomicLong told = new AtomicLong();
    AtomicLong bytes = new AtomicLong();
    CacheEvents events =
        new CacheEvents() {
          @Override
          public void evicted(long size) {
            told.incrementAndGet();
            bytes.addAndGet(size);
          }
        };
    MemoryStore small = open(100_000, events);
    int each = Footprint.OVERHEAD + 8 + 1_000;
    for (int i = 0; i < 500; i++) {
      small.put("k" + i, new byte[1_000], Ttl.NONE);
    }
    StoreStatus status = small.status();
    assertThat(status.evictions()).hasValue(told.get());
    assertThat(status.entries().orElseThrow() + told.get()).isEqualTo(500);
    assertThat(bytes.get()).isEqualTo(told.get() * each);
    small.delete(small.scan(KeyScan.of("", "*"), null, 1).keys().get(0));
    small.put("expires", new byte[1], new Ttl(1));
    elapse(Duration.ofMinutes(1));
    assertThat(small.status().evictions())
        .as("of those that had to make room")
        .hasValue(told.get());
  }

  @Test
  void whatIsRemovedOrExpiredIsNotCountedAnyMore() {
    for (int i = 0; i < 100; i++) {
      store().put("deleted" + i, new byte[i], Ttl.NONE);
      store().put("expired" + i, new byte[i], new Ttl(1_000));
    }
    assertThat(store().status().entries()).hasValue(200);
    store().deleteMatching(KeyScan.of("deleted", "*"));
    elapse(Duration.ofSeconds(10));
    assertThat(store().status().entries()).hasValue(0);
    assertThat(store().status().bytes()).hasValue(0);
    assertThat(((MemoryStore) store()).open().keysFrom("", true)).isEmpty();
  }

  @Test
  void valuesOfEverySizeComeBackByteForByte() {
    Random random = new Random(7);
    for (int chunks = 0; chunks < 4; chunks++) {
      for (int more = -1; more <= 1; more++) {
        byte[] value = new byte[Math.max(0, chunks * Value.CHUNK + more)];
        random.nextBytes(value);
        store().put("k", value, Ttl.NONE);
        assertThat(store().get("k")).contains(value);
        byte[] other = value.clone();
        if (other.length > 0) {
          other[other.length - 1]++;
          assertThat(store().deleteIf("k", WriteCondition.ifEquals(other))).isFalse();
        }
        byte[] longer = java.util.Arrays.copyOf(value, value.length + 1);
        assertThat(store().deleteIf("k", WriteCondition.ifEquals(longer))).isFalse();
        assertThat(store().deleteIf("k", WriteCondition.ifEquals(value))).isTrue();
      }
    }
  }

  @Test
  void aPageEndsAfterManyKeysThatDoNotMatch() {
    for (int i = 0; i < 45_000; i++) {
      store().put("k" + i, new byte[0], Ttl.NONE);
    }
    List<String> found = new ArrayList<>();
    int pages = 0;
    String cursor = null;
    do {
      ScanPage page = store().scan(KeyScan.of("k", "*999"), cursor, 1_000);
      found.addAll(page.keys());
      cursor = page.cursor().orElse(null);
      pages++;
    } while (cursor != null);
    assertThat(found).hasSize(45);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void aCursorOfAnotherRangeIsRefused() {
    for (int i = 0; i < 10; i++) {
      store().put("a" + i, new byte[0], Ttl.NONE);
    }
    String cursor = store().scan(KeyScan.of("", "a*"), null, 1).cursor().orElseThrow();
    assertThat(store().scan(KeyScan.of("", "a*"), cursor, 100).keys()).hasSize(9);
    assertThatThrownBy(() -> store().scan(KeyScan.of("", "b*"), cursor, 100))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStoreStartedAgainIsEmpty() {
    store().put("k", new byte[1], Ttl.NONE);
    store().close();
    store().start();
    assertThat(store().exists("k")).isFalse();
    assertThat(store().scan(KeyScan.of("", "*"), null, 10).keys()).isEmpty();
  }

  @Test
  void aLimitBelowOneByteIsRefused() {
    assertThatThrownBy(() -> new MemoryStore(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 byte");
  }

  @Test
  void a_cursor_never_names_a_key_that_the_page_may_not_show() {
    for (int i = 0; i < 20_001; i++) {
      store().put("alice:secret-" + i, new byte[0], Ttl.NONE);
    }
    ScanPage page = store().scan(new KeyScan("", "*", "bob:", true), null, 10);
    assertThat(page.keys()).isEmpty();
    assertThat(page.cursor()).isEmpty();
  }
}
