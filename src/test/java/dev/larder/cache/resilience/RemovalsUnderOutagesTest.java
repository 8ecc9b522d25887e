package dev.larder.cache.resilience;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.KeyScan;
import dev.larder.cache.Ttl;
import dev.larder.cache.memory.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Threads that write, remove and read while the store goes away and comes back in every way: what a
 * node was told to remove it never reads again, and what it writes afterwards stays.
 */
class RemovalsUnderOutagesTest {

  private static final int KEYS = 4;
  private static final Duration TIME = Duration.ofSeconds(4);

  @TempDir private Path data;

  private final long seed = new Random().nextLong();
  private final Gate gate = new Gate(new MemoryStore(64 << 20));

  /** For each key the last version that was removed; a read that begins now must not find it. */
  private final AtomicLongArray removed = new AtomicLongArray(KEYS);

  private final AtomicLong deferred = new AtomicLong();
  private final AtomicLong hits = new AtomicLong();
  private final AtomicLong stayed = new AtomicLong();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  @Test
  void whatWasRemovedIsNeverReadAgainAndWhatIsWrittenAfterwardsStays() throws Exception {
    ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    Journal journal = new Journal(data, "memory", List.of("key"), 500, 100_000);
    try (ResilientStore store =
        new ResilientStore(
            gate.store(),
            journal,
            new ResilienceSettings(2, Duration.ofMillis(2), Duration.ofMillis(100)),
            scheduler,
            System::nanoTime)) {
      store.start();
      List<Future<?>> running = new ArrayList<>();
      for (int key = 0; key < KEYS; key++) {
        int number = key;
        running.add(threads.submit(() -> change(store, number)));
        running.add(threads.submit(() -> read(store, number)));
      }
      running.add(threads.submit(() -> removeOthers(store)));
      disturb();
      over = true;
      for (Future<?> each : running) {
        each.get(30, TimeUnit.SECONDS);
      }
      await().until(() -> store.status().state().equals("up"));
      assertThat(violations).as("seed %d", seed).isEmpty();
      assertThat(journal.isEmpty()).isTrue();
      assertThat(journal.folded()).as("or keys would be gone by that").isZero();
      assertThat(deferred.get()).as("removals kept").isPositive();
      assertThat(hits.get()).as("hits").isPositive();
      assertThat(stayed.get()).as("writes read again").isPositive();
      // A busy machine gets few turns in a few seconds.
      assertThat(store.status().gauges().get("breaker.openings")).as("openings").isPositive();
    } finally {
      over = true;
      threads.shutdownNow();
      scheduler.shutdownNow();
    }
  }

  private void disturb() {
    Random random = new Random(seed);
    long end = System.nanoTime() + TIME.toNanos();
    while (System.nanoTime() - end < 0) {
      switch (random.nextInt(6)) {
        case 0 -> gate.close();
        case 1 -> gate.loseAnswers();
        case 2 -> gate.closeAfter(random.nextInt(30));
        case 3 -> gate.failRemovals();
        default -> gate.open();
      }
      LockSupport.parkNanos(random.nextInt(4_000_000));
    }
    gate.open();
  }

  /** The only one who writes this key: writes a version and removes it, again and again. */
  private void change(ResilientStore store, int key) {
    Random random = new Random(seed + key);
    String name = "key" + key;
    long version = 0;
    while (!over) {
      version++;
      if (put(store, name, version) && random.nextBoolean()) {
        requireThere(store, name, version);
        // So that it may be removed at any moment of an outage, also within a replay.
        LockSupport.parkNanos(random.nextInt(8_000_000));
      }
      boolean accepted =
          random.nextInt(4) == 0
              ? remove(() -> store.deleteMatching(KeyScan.of(name, "*")))
              : remove(() -> store.delete(name));
      if (accepted) {
        removed.set(key, version);
        if (random.nextInt(3) == 0) {
          // Time for others to read it, if it is there.
          LockSupport.parkNanos(random.nextInt(6_000_000));
        }
      }
    }
  }

  private boolean put(ResilientStore store, String name, long version) {
    try {
      store.put(name, Long.toString(version).getBytes(UTF_8), Ttl.NONE);
      return true;
    } catch (CacheException e) {
      return false;
    }
  }

  /** It was written after every removal of its key was accepted. */
  private void requireThere(ResilientStore store, String name, long version) {
    try {
      Optional<byte[]> found = store.get(name);
      if (found.isEmpty()) {
        violations.add(name + ": version " + version + " was written and is gone");
      } else {
        stayed.incrementAndGet();
      }
    } catch (CacheException e) {
      // Away again; nothing to be said.
      assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
    }
  }

  private boolean remove(Runnable removal) {
    try {
      removal.run();
      return true;
    } catch (CacheException e) {
      if (e.reason() == Reason.DEFERRED) {
        deferred.incrementAndGet();
        return true;
      }
      return false;
    }
  }

  private void read(ResilientStore store, int key) {
    String name = "key" + key;
    while (!over) {
      long before = removed.get(key);
      try {
        Optional<byte[]> found = store.get(name);
        if (found.isPresent()) {
          hits.incrementAndGet();
          long version = Long.parseLong(new String(found.get(), UTF_8));
          if (version <= before) {
            violations.add(name + ": read " + version + " after " + before + " was removed");
          }
        }
      } catch (CacheException e) {
        LockSupport.parkNanos(10_000);
      }
    }
  }

  /** Makes replays long, so that others happen during them. */
  private void removeOthers(ResilientStore store) {
    Random random = new Random(seed);
    while (!over) {
      String other = "other" + random.nextInt(40);
      boolean unused = remove(() -> store.delete(other));
      LockSupport.parkNanos(200_000);
    }
  }
}
