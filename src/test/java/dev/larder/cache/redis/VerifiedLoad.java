package dev.larder.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheStore;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that read and write without end, each its own keys, and compare every answer with what
 * they wrote. A write that failed may have been done or not. While the load is {@linkplain #lossy
 * lossy}, acknowledged writes may get lost too, as they may in a fail-over of Redis, whose replicas
 * lag; what is read is still something that was written under that key, and afterwards every
 * acknowledged write is there again.
 */
final class VerifiedLoad implements AutoCloseable {

  /** A call that failed. */
  record Failure(long began, long ended, String reason) {}

  private static final int KEYS = 40;

  final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
  final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  final AtomicLong calls = new AtomicLong();

  private final CacheStore store;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final ExecutorService threads;
  private volatile boolean lossy;

  VerifiedLoad(CacheStore store, int count, long seed) {
    this.store = store;
    this.threads = Executors.newFixedThreadPool(count);
    for (int i = 0; i < count; i++) {
      Worker worker = new Worker(i, seed + i);
      threads.execute(worker);
    }
  }

  /** Returns the names of some keys that are read and written. */
  static List<String> someKeys() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      keys.add("load:0:" + i);
    }
    return keys;
  }

  /** Whether acknowledged writes may get lost now. */
  void lossy(boolean now) {
    lossy = now;
  }

  /** Lets so much time pass under load. */
  void run(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    long from = calls.get() + 100;
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> System.nanoTime() - end > 0 && calls.get() > from);
  }

  /** How many calls failed that began at or after a moment. */
  long failedSince(long nanoTime) {
    return failures.stream().filter(each -> each.began() - nanoTime >= 0).count();
  }

  /** How many calls failed that ended before a moment. */
  long failedBefore(long nanoTime) {
    return failures.stream().filter(each -> each.ended() - nanoTime < 0).count();
  }

  /** The time from a moment to the end of the last call that failed, in milliseconds. */
  long windowMillis(long nanoTime) {
    return failures.stream()
        .mapToLong(each -> TimeUnit.NANOSECONDS.toMillis(each.ended() - nanoTime))
        .max()
        .orElse(0);
  }

  /** Ends the load, and lets the test fail when an answer was wrong. */
  void stop() throws InterruptedException {
    stopped.set(true);
    threads.shutdown();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(wrong).isEmpty();
  }

  @Override
  public void close() {
    stopped.set(true);
    threads.shutdownNow();
  }

  /** One thread with its keys. */
  private final class Worker implements Runnable {
    private final int number;
    private final Random random;

    /** What may be read under each key; null when the key may be missing. */
    private final Map<String, Set<String>> possible = new HashMap<>();

    private long sequence;

    Worker(int number, long seed) {
      this.number = number;
      this.random = new Random(seed);
    }

    @Override
    public void run() {
      while (!stopped.get()) {
        long began = System.nanoTime();
        try {
          step();
        } catch (CacheException e) {
          if (e.kind() == CacheException.Kind.UNAVAILABLE) {
            failed(began, e);
          } else {
            wrong.add("thread " + number + ": " + e);
          }
        } catch (RuntimeException | AssertionError e) {
          // Anything else is a finding of the test.
          wrong.add("thread " + number + ": " + e);
        }
        calls.incrementAndGet();
        LockSupport.parkNanos(500_000);
      }
    }

    private void failed(long began, CacheException e) {
      failures.add(new Failure(began, System.nanoTime(), e.getMessage()));
    }

    private void step() {
      String key = key();
      switch (random.nextInt(8)) {
        case 0, 1 -> {
          String value = value(key);
          expect(key, value, () -> store.put(key, bytes(value), Ttl.NONE));
        }
        case 2 -> expect(key, null, () -> store.delete(key));
        case 3 -> putAll();
        case 4 -> getAll();
        case 5 -> {
          String value = value(key);
          long version = ++sequence;
          // Never refused, unless by a fence that was meant for another key.
          WriteCondition newer = WriteCondition.ifNewer("{" + key + "}:fence", version);
          expect(
              key,
              value,
              () -> assertThat(store.putIf(key, bytes(value), Ttl.NONE, newer)).isTrue());
        }
        case 6 -> store.entry(key).ifPresent(entry -> read(key, Optional.of(entry.value())));
        default -> read(key, store.get(key));
      }
    }

    private String key() {
      return "load:" + number + ":" + random.nextInt(KEYS);
    }

    private String value(String key) {
      return key + "#" + ++sequence;
    }

    private void expect(String key, String value, Runnable write) {
      Set<String> before = possible(key);
      before.add(value);
      boolean mayBeLost = lossy;
      write.run();
      if (!mayBeLost && !lossy) {
        before.clear();
        before.add(value);
      }
    }

    private Set<String> possible(String key) {
      return possible.computeIfAbsent(
          key,
          each -> {
            Set<String> none = new HashSet<>();
            none.add(null);
            return none;
          });
    }

    private void putAll() {
      Map<String, byte[]> items = new LinkedHashMap<>();
      for (int i = 0; i < 10; i++) {
        String key = key();
        items.put(key, bytes(value(key)));
      }
      boolean mayBeLost = lossy;
      long began = System.nanoTime();
      items.forEach((key, value) -> possible(key).add(new String(value, UTF_8)));
      Map<String, CacheException> failed = store.putAll(items, Ttl.NONE);
      failed.values().stream().findFirst().ifPresent(e -> failed(began, e));
      items.forEach(
          (key, value) -> {
            if (!failed.containsKey(key) && !mayBeLost && !lossy) {
              possible(key).clear();
              possible(key).add(new String(value, UTF_8));
            }
          });
    }

    private void getAll() {
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        keys.add(key());
      }
      List<Optional<byte[]>> values = store.getAll(keys);
      for (int i = 0; i < 10; i++) {
        read(keys.get(i), values.get(i));
      }
    }

    private void read(String key, Optional<byte[]> value) {
      Set<String> allowed = possible(key);
      String text = value.map(bytes -> new String(bytes, UTF_8)).orElse(null);
      if (!allowed.contains(text)) {
        wrong.add(key + " is " + text + " and may be " + allowed);
      }
    }

    private byte[] bytes(String text) {
      return text.getBytes(UTF_8);
    }
  }
}
