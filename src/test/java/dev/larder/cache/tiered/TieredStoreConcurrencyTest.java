package dev.larder.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheStore;
import dev.larder.cache.KeyScan;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import dev.larder.cache.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Readers and writers of one node, with pauses where they hurt: between the store's answer and its
 * being kept. The feed confirms all the time and tells of no write, so what keeps the copies fresh
 * is the node's own evictions alone.
 */
class TieredStoreConcurrencyTest {

  private static final int KEYS = 8;
  private static final int ROUNDS = Integer.getInteger("larder.rounds", 20);
  private static final int WRITES = 1_500;
  private static final String REMOVED = "-";

  private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();

  @Test
  void whatWasWrittenIsReadByEveryoneWhoAsksAfterwards() throws Exception {
    long seed = Long.getLong("larder.seed", System.nanoTime());
    long hits = 0;
    for (int round = 0; round < ROUNDS && violations.isEmpty(); round++) {
      hits += round(seed + round);
    }
    assertThat(violations).as("seed %d", seed).isEmpty();
    // Were nothing served near, nothing would have been tried.
    assertThat(hits).isGreaterThan(ROUNDS * 100L);
  }

  private long round(long seed) throws Exception {
    MemoryStore memory = new MemoryStore(16 << 20);
    WatchedStore watched = new WatchedStore(memory);
    watched.thenAlways(operation -> pause());
    HandFeed feed = new HandFeed();
    TieredStore store =
        new TieredStore(
            watched.store(), feed, NearSettings.of(1 << 20), System::nanoTime, CacheEvents.NONE);
    store.start();
    feed.says().confirmed(System.nanoTime());
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch begin = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      // The version of each key whose writing is complete, written by one thread for each key.
      AtomicLongArray complete = new AtomicLongArray(KEYS);
      List<Future<?>> writers = new ArrayList<>();
      List<Future<?>> others = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int half = i;
        writers.add(
            threads.submit(
                () -> {
                  begin.await();
                  write(store, complete, half, new SplittableRandom(seed * 31 + half));
                  return null;
                }));
      }
      for (int i = 0; i < 4; i++) {
        SplittableRandom random = new SplittableRandom(seed * 31 + 10 + i);
        others.add(
            threads.submit(
                () -> {
                  begin.await();
                  while (!done.get()) {
                    read(store, complete, random);
                  }
                  return null;
                }));
      }
      others.add(
          threads.submit(
              () -> {
                SplittableRandom random = new SplittableRandom(seed * 31 + 99);
                while (!done.get()) {
                  if (random.nextInt(20) == 0) {
                    feed.says().allChanged();
                  }
                  feed.says().confirmed(System.nanoTime());
                  LockSupport.parkNanos(200_000);
                }
                return null;
              }));
      begin.countDown();
      for (Future<?> writer : writers) {
        writer.get(60, TimeUnit.SECONDS);
      }
      done.set(true);
      for (Future<?> other : others) {
        other.get(60, TimeUnit.SECONDS);
      }
      // And when all is quiet, nothing old is left.
      feed.says().confirmed(System.nanoTime());
      for (int key = 0; key < KEYS; key++) {
        check(store.get("k" + key), complete.get(key), "afterwards k" + key);
      }
      return store.status().gauges().get("near.hits").longValue();
    } finally {
      done.set(true);
      begin.countDown();
      threads.shutdownNow();
      store.close();
    }
  }

  private static void write(
      CacheStore store, AtomicLongArray complete, int half, SplittableRandom random) {
    for (int i = 0; i < WRITES; i++) {
      int number = random.nextInt(KEYS / 2) * 2 + half;
      String key = "k" + number;
      long version = complete.get(number) + 1;
      byte[] value = TieredFixture.bytes(Long.toString(version));
      switch (random.nextInt(8)) {
        case 0 -> store.putAll(Map.of(key, value), Ttl.NONE);
        case 1 -> store.putIf(key, value, Ttl.NONE, WriteCondition.forceVersion("f" + number, i));
        case 2 -> {
          store.deleteMatching(KeyScan.of("k", Integer.toString(number)));
          store.putIf(key, value, Ttl.NONE, WriteCondition.ifAbsent());
        }
        case 3 -> {
          store.delete(key);
          store.increment(key, version);
        }
        default -> store.put(key, value, Ttl.NONE);
      }
      complete.set(number, version);
    }
  }

  private void read(CacheStore store, AtomicLongArray complete, SplittableRandom random) {
    int number = random.nextInt(KEYS);
    String key = "k" + number;
    long least = complete.get(number);
    switch (random.nextInt(3)) {
      case 0 -> check(store.getShared(key), least, key);
      case 1 -> check(store.getAll(List.of("none", key)).get(1), least, key);
      default -> check(store.get(key), least, key);
    }
  }

  /** A key that is missing is being written anew; any version but an older one is right. */
  private void check(Optional<byte[]> found, long least, String key) {
    String text = found.map(value -> TieredFixture.text(Optional.of(value))).orElse(REMOVED);
    if (!text.equals(REMOVED) && Long.parseLong(text) < least) {
      violations.add(key + " was read as " + text + " after " + least + " had been written");
    }
  }

  private static void pause() {
    int kind = ThreadLocalRandom.current().nextInt(64);
    if (kind == 0) {
      LockSupport.parkNanos(50_000);
    } else if (kind < 8) {
      Thread.yield();
    }
  }
}
