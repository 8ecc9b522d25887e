package dev.larder.cache.memory;

import dev.larder.cache.ByteSizes;
import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.StoreStatus;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import dev.larder.cache.json.JacksonCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The program of {@link MemoryBoundIT}: writes many times its limit into a store of 64 MB in one
 * way, and prints the live heap of the store at several moments. It has a JVM of its own, so that
 * nothing else is in the heap.
 */
final class LiveHeapProbe {

  static final long LIMIT = ByteSizes.parse("64MB");
  private static final int MOMENTS = 6;
  private static final long SEED = 20260101;

  /** The ways an entry can come into the store. */
  enum Way {
    PUT,
    PUT_OVER_FEW_KEYS,
    PUT_IF_ABSENT,
    PUT_IF_EQUALS,
    PUT_IF_NEWER,
    PUT_ALL,
    INCREMENT,
    SET_JSON,
    GET_OR_SET,
    FOUR_THREADS,
    TINY_ENTRIES,
    TINY_ENTRIES_THEN_LARGE_ONES,
    LONG_KEYS,
    JUST_ABOVE_HALF_A_MEGABYTE,
    EXPIRING_AND_WRITTEN_AGAIN
  }

  private final long toWrite;
  private final Random random = new Random(SEED);
  private final AtomicLong nanos = new AtomicLong();
  private final MemoryStore store = new MemoryStore(LIMIT, nanos::get, CacheEvents.NONE);
  private final CacheModule module =
      new CacheModuleBuilder(store, new JacksonCodec()).prefix("app").build();
  private long written;
  private long count;

  private LiveHeapProbe(long toWrite) {
    this.toWrite = toWrite;
  }

  public static void main(String[] args) throws InterruptedException {
    Way way = Way.valueOf(args[0]);
    // Classes are loaded and the codec is warm before the base line is taken.
    LiveHeapProbe warm = new LiveHeapProbe(0);
    warm.module.start();
    warm.module.setJson("k", "v");
    warm.module.getOrSet("l", String.class, Duration.ofHours(1), () -> "v");
    warm.module.stop();
    LiveHeapProbe probe = new LiveHeapProbe(ByteSizes.parse(args[1]));
    long base = used();
    probe.module.start();
    for (int moment = 1; moment <= MOMENTS; moment++) {
      while (probe.written < probe.toWrite / MOMENTS * moment) {
        probe.write(way);
      }
      probe.print(used() - base, moment);
    }
    probe.module.stop();
    System.out.printf(
        Locale.ROOT, "after close heap=%.1f MB%n", (used() - base) / (double) (1 << 20));
  }

  private void print(long heap, int moment) {
    StoreStatus status = store.status();
    System.out.printf(
        Locale.ROOT,
        "moment %d written=%d MB entries=%d bytes=%.1f MB heap=%.1f MB ratio=%.3f%n",
        moment,
        written >> 20,
        status.entries().orElseThrow(),
        status.bytes().orElseThrow() / (double) (1 << 20),
        heap / (double) (1 << 20),
        heap / (double) LIMIT);
  }

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private void write(Way way) throws InterruptedException {
    switch (way) {
      case PUT -> store.put(counted(key(), 0), value(mixed()), ttl());
      case PUT_OVER_FEW_KEYS ->
          store.put(counted("few" + random.nextInt(200), 0), value(mixed()), ttl());
      case PUT_IF_ABSENT ->
          store.putIf(counted(key(), 0), value(mixed()), ttl(), WriteCondition.ifAbsent());
      case PUT_IF_EQUALS -> putIfEquals();
      case PUT_IF_NEWER ->
          store.putIf(
              counted(key(), 0), value(mixed()), ttl(), WriteCondition.ifNewer(key(), count));
      case PUT_ALL -> store.putAll(batch(), ttl());
      case INCREMENT -> store.increment(counted(key(), 264), random.nextLong() >> 1);
      case SET_JSON -> module.setJson(counted(key(), 0), text(), Duration.ofHours(1));
      case GET_OR_SET ->
          module.getOrSet(counted(key(), 0), String.class, Duration.ofHours(1), this::text);
      case FOUR_THREADS -> fourThreads();
      case TINY_ENTRIES -> store.put(counted("t" + count, 264), value(1), ttl());
      case TINY_ENTRIES_THEN_LARGE_ONES -> {
        boolean tiny = written < toWrite / MOMENTS;
        store.put(counted("l" + count, tiny ? 264 : 0), value(tiny ? 1 : 1 << 20), ttl());
      }
      case LONG_KEYS -> store.put(counted(longKey(), 0), value(random.nextInt(16)), ttl());
      case JUST_ABOVE_HALF_A_MEGABYTE ->
          store.put(counted("h" + count, 0), value((1 << 19) + random.nextInt(1 << 15)), ttl());
      case EXPIRING_AND_WRITTEN_AGAIN -> expiring();
    }
  }

  private void putIfEquals() {
    String key = counted("equal" + count, 0);
    byte[] before = value(10);
    store.put(key, before, Ttl.NONE);
    store.putIf(key, value(mixed()), ttl(), WriteCondition.ifEquals(before));
  }

  private Map<String, byte[]> batch() {
    Map<String, byte[]> items = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      items.put(counted(key(), 0), value(mixed()));
    }
    return items;
  }

  /** Writes entries with long keys again just after they expired. */
  private void expiring() {
    String key = "k".repeat(2_000) + count % 25_000;
    store.put(counted(key, 0), value(1), new Ttl(900));
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1) / 25_000);
  }

  private void fourThreads() throws InterruptedException {
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      byte[][] values = new byte[8][];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(mixed());
      }
      String prefix = counted(t + ":" + count + ":", 0);
      threads[t] =
          new Thread(
              () -> {
                for (int i = 0; i < values.length; i++) {
                  store.put(prefix + i, values[i], Ttl.NONE);
                }
              });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private Ttl ttl() {
    return random.nextBoolean() ? Ttl.NONE : new Ttl(3_600_000);
  }

  private byte[] value(int length) {
    written += length;
    return new byte[length];
  }

  private String text() {
    int length = mixed() / 2;
    written += length;
    return (random.nextBoolean() ? "x" : "é").repeat(length);
  }

  private String counted(String key, int overhead) {
    written += key.getBytes(StandardCharsets.UTF_8).length + overhead;
    count++;
    return key;
  }

  /** Short and long keys, of one and of two bytes a character. */
  private String key() {
    return switch (random.nextInt(8)) {
      case 0 -> longKey();
      case 1 -> "ключ" + count;
      case 2 -> "😀" + count;
      default -> "key:" + count;
    };
  }

  private String longKey() {
    return (random.nextBoolean() ? "k" : "ж").repeat(random.nextInt(2_000)) + count;
  }

  /** Sizes from nothing to 8 MB, the small ones far more often. */
  private int mixed() {
    int bits = random.nextInt(24);
    return random.nextInt(64) == 0 ? random.nextInt((8 << 20) + 1) : random.nextInt(1 << bits);
  }
}
