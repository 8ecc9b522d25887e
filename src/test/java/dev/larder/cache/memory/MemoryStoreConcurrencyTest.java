package dev.larder.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheException;
import dev.larder.cache.KeyScan;
import dev.larder.cache.ScanPage;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MemoryStoreConcurrencyTest {

  private static final int THREADS = 6;
  private static final long LIMIT = 30_000;
  private static final Ttl[] TTLS = {Ttl.NONE, new Ttl(1), new Ttl(3), new Ttl(50), new Ttl(5_000)};

  private final long seed = Long.getLong("larder.test.seed", System.nanoTime());
  private final AtomicLong nanos = new AtomicLong();

  @RepeatedTest(3)
  void mapAndIndexHoldTheSameKeysAfterEverythingAtOnce() throws Exception {
    // Room for about 60 of 200 keys: evictions, expiry and all operations meet on the same ones.
    MemoryStore store = new MemoryStore(LIMIT, nanos::get, CacheEvents.NONE);
    store.start();
    everywhere(random -> anything(store, random, "k" + random.nextInt(200)), 12_000);
    assertConsistent(store);
    nanos.addAndGet(20_000_000_000L);
    assertConsistent(store);
    assertSame(store);
    assertThat(store.status().evictions().orElseThrow()).isPositive();
    store.deleteMatching(KeyScan.of("", "*"));
    assertConsistent(store);
    assertThat(store.status().entries()).hasValue(0);
    assertThat(store.status().bytes()).hasValue(0);
  }

  /** Expired entries, which the view of the map leaves out, are in it until they are collected. */
  private void assertConsistent(MemoryStore store) {
    Entries entries = store.open();
    entries.settle();
    Set<String> indexed = new TreeSet<>(entries.keysFrom("", true));
    assertThat(indexed).as("seed %d", seed).containsAll(entries.mapped().keySet());
    assertThat((long) indexed.size()).as("seed %d", seed).isEqualTo(entries.size());
    assertThat(entries.bytes()).as("seed %d", seed).isLessThanOrEqualTo(LIMIT);
  }

  /** Nothing is left that has expired. */
  private void assertSame(MemoryStore store) {
    Entries entries = store.open();
    entries.settle();
    assertThat(new TreeSet<>(entries.mapped().keySet()))
        .as("seed %d", seed)
        .isEqualTo(new TreeSet<>(entries.keysFrom("", true)));
    long weights = 0;
    for (Map.Entry<String, Value> entry : entries.mapped().entrySet()) {
      Value value = entry.getValue();
      assertThat(value.weight())
          .isEqualTo(Footprint.of(entry.getKey(), value.length(), Long.MAX_VALUE));
      weights += value.weight();
    }
    assertThat(entries.bytes()).as("seed %d", seed).isEqualTo(weights).isPositive();
  }

  private void anything(MemoryStore store, Random random, String key) {
    byte[] value = new byte[random.nextInt(4) == 0 ? random.nextInt(3_000) : random.nextInt(60)];
    Ttl ttl = TTLS[random.nextInt(TTLS.length)];
    switch (random.nextInt(14)) {
      case 0, 1, 2 -> store.put(key, value, ttl);
      case 3 -> store.delete(key);
      case 4 -> store.putIf(key, value, ttl, WriteCondition.ifAbsent());
      case 5 -> store.putIf(key, value, ttl, WriteCondition.ifEquals(new byte[0]));
      case 6 -> store.deleteIf(key, WriteCondition.ifEquals(new byte[0]));
      case 7 -> store.putIf(key, value, ttl, WriteCondition.ifNewer("f" + key, random.nextInt(50)));
      case 8 -> store.deleteIf(key, WriteCondition.ifNewer("f" + key, random.nextInt(50)));
      case 9 -> store.increment("n" + key, 1);
      case 10 -> store.getAll(List.of(key, "n" + key));
      case 11 -> store.putAll(Map.of(key, value, "x" + key, value), ttl);
      case 12 -> nanos.addAndGet(random.nextInt(400_000));
      default -> {
        if (random.nextInt(40) == 0) {
          store.deleteMatching(KeyScan.of("k", random.nextInt(10) + "*"));
        } else {
          store.scan(KeyScan.of("k", "*1*"), null, 20);
        }
      }
    }
  }

  @Test
  void everyThreadSeesItsOwnWritesAndEveryScanWhatIsThere() throws Exception {
    MemoryStore store = new MemoryStore(64 << 20, nanos::get, CacheEvents.NONE);
    store.start();
    Set<String> stable = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      stable.add("s" + i);
      store.put("s" + i, new byte[0], Ttl.NONE);
    }
    everywhere(
        random -> {
          String key = "k" + random.nextInt(20);
          String own = "own" + Thread.currentThread().getId() + ":" + random.nextInt(50);
          switch (random.nextInt(6)) {
            case 0 -> {
              store.put(own, new byte[1], TTLS[random.nextInt(2) * 4]);
              assertThat(store.scan(KeyScan.of(own, ""), null, 1).keys()).containsExactly(own);
              assertThat(store.exists(own)).isTrue();
            }
            case 1 -> {
              store.delete(own);
              assertThat(store.scan(KeyScan.of(own, ""), null, 1).keys()).isEmpty();
              assertThat(store.exists(own)).isFalse();
            }
            case 2 -> {
              // Two threads may write the same new key: each finds it when its own write is done,
              // however far the other one is. Nobody removes it.
              String shared = "shared" + random.nextInt(100_000);
              store.put(shared, new byte[1], Ttl.NONE);
              assertThat(store.scan(KeyScan.of(shared, ""), null, 1).keys())
                  .containsExactly(shared);
            }
            case 3 -> store.put(key, new byte[random.nextInt(100)], TTLS[random.nextInt(5)]);
            case 4 -> store.put("s" + random.nextInt(500), new byte[random.nextInt(9)], Ttl.NONE);
            default -> {
              if (random.nextInt(20) == 0) {
                assertThat(listed(store)).containsAll(stable);
              } else {
                store.delete(key);
              }
            }
          }
        },
        3_000);
    nanos.addAndGet(20_000_000_000L);
    assertSame(store);
  }

  private static Set<String> listed(MemoryStore store) {
    Set<String> found = new HashSet<>();
    String cursor = null;
    do {
      ScanPage page = store.scan(KeyScan.of("s", "*"), cursor, 100);
      found.addAll(page.keys());
      cursor = page.cursor().orElse(null);
    } while (cursor != null);
    return found;
  }

  @Test
  void countersAreExactAndEveryEntryIsRemovedOnceUnderLoad() throws Exception {
    MemoryStore store = new MemoryStore(64 << 20, nanos::get, CacheEvents.NONE);
    store.start();
    AtomicLong[] expected = new AtomicLong[8];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = new AtomicLong();
    }
    AtomicLong created = new AtomicLong();
    AtomicLong removed = new AtomicLong();
    everywhere(
        random -> {
          int counter = random.nextInt(expected.length);
          int delta = random.nextInt(2_001) - 1_000;
          store.increment("n" + counter, delta);
          expected[counter].addAndGet(delta);
          String key = "once" + random.nextInt(30);
          switch (random.nextInt(4)) {
            case 0 -> removed.addAndGet(store.delete(key) ? 1 : 0);
            case 1 -> removed.addAndGet(store.deleteIf(key, ifEmpty()) ? 1 : 0);
            case 2 -> removed.addAndGet(store.deleteMatching(KeyScan.of(key, "*")));
            default ->
                created.addAndGet(
                    store.putIf(key, new byte[0], Ttl.NONE, WriteCondition.ifAbsent()) ? 1 : 0);
          }
        },
        10_000);
    Map<String, String> counters = new LinkedHashMap<>();
    for (int i = 0; i < expected.length; i++) {
      byte[] text = store.get("n" + i).orElseThrow();
      counters.put("n" + i, new String(text, StandardCharsets.UTF_8));
      assertThat(counters.get("n" + i)).isEqualTo(Long.toString(expected[i].get()));
    }
    removed.addAndGet(store.deleteMatching(KeyScan.of("once", "*")));
    assertThat(removed.get()).as("seed %d", seed).isEqualTo(created.get()).isPositive();
    assertThat(store.status().entries()).hasValue(expected.length);
  }

  @Test
  void whatAPatternRemovesIsGoneWhenItReturnsAlsoIfAnotherThreadIsRemovingIt() throws Exception {
    MemoryStore store = new MemoryStore(1 << 20, nanos::get, CacheEvents.NONE);
    store.start();
    CyclicBarrier start = new CyclicBarrier(2);
    CyclicBarrier end = new CyclicBarrier(2);
    int rounds = 100_000;
    AtomicLong left = new AtomicLong();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<?> removing =
          other.submit(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  start.await();
                  store.delete("k");
                  end.await();
                }
                return null;
              });
      for (int i = 0; i < rounds; i++) {
        store.put("k", new byte[1], Ttl.NONE);
        start.await();
        store.deleteMatching(KeyScan.of("k", "*"));
        left.addAndGet(store.get("k").isPresent() ? 1 : 0);
        end.await();
      }
      removing.get();
    } finally {
      other.shutdownNow();
    }
    assertThat(left).hasValue(0);
  }

  @Test
  void closingDuringOperationsEndsThemWithStopped() throws Exception {
    MemoryStore store = new MemoryStore(1 << 20, nanos::get, CacheEvents.NONE);
    store.start();
    AtomicBoolean closed = new AtomicBoolean();
    everywhere(
        random -> {
          if (random.nextInt(2_000) == 0) {
            store.close();
            closed.set(true);
            store.start();
          }
          try {
            anything(store, random, "k" + random.nextInt(200));
          } catch (CacheException e) {
            assertThat(e.reason()).isNotEqualTo(CacheException.Reason.UNAVAILABLE);
          }
        },
        4_000);
    assertThat(closed).isTrue();
  }

  private static WriteCondition ifEmpty() {
    return WriteCondition.ifEquals(new byte[0]);
  }

  @FunctionalInterface
  private interface Step {
    void run(Random random);
  }

  /** Runs a step many times on all threads at once, with short random pauses. */
  private void everywhere(Step step, int times) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        Random random = new Random(seed + t);
        work.add(
            () -> {
              for (int i = 0; i < times; i++) {
                step.run(random);
                if (random.nextInt(500) == 0) {
                  LockSupport.parkNanos(random.nextInt(100_000));
                } else if (random.nextInt(50) == 0) {
                  Thread.yield();
                }
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
