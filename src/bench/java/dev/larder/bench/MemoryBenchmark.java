package dev.larder.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.memory.MemoryStore;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The module over memory against Caffeine as one would use it for the same: values copied in and
 * out, weighed, expiring each after its own time, with statistics, maintained by its callers.
 */
@State(Scope.Benchmark)
public class MemoryBenchmark {

  private static final long LIMIT = 256 << 20;
  private static final int KEYS = 1 << 14;
  private static final Duration TTL = Duration.ofMinutes(5);

  /** A value of the plain cache. */
  private record Held(byte[] bytes, long nanos) {}

  /** The length of the values, in bytes. */
  @Param({"100", "2000"})
  public int bytes;

  private final String[] keys = new String[KEYS];
  private byte[] value = new byte[0];
  private @Nullable CacheModule module;
  private @Nullable Cache<String, Held> plain;

  @Setup(Level.Trial)
  public void fill() {
    value = new byte[bytes];
    CacheModule filled =
        new CacheModuleBuilder(new MemoryStore(LIMIT), new JacksonCodec()).defaultTtl(TTL).build();
    filled.start();
    Cache<String, Held> other =
        Caffeine.newBuilder()
            .maximumWeight(LIMIT)
            .<String, Held>weigher((key, held) -> 256 + key.length() + held.bytes().length)
            .expireAfter(
                Expiry.<String, Held>writing((key, held) -> Duration.ofNanos(held.nanos())))
            .executor(Runnable::run)
            .recordStats()
            .build();
    for (int i = 0; i < KEYS; i++) {
      keys[i] = "customer:" + i;
      filled.set(keys[i], value);
      other.put(keys[i], new Held(value.clone(), TTL.toNanos()));
    }
    module = filled;
    plain = other;
  }

  @TearDown(Level.Trial)
  public void stop() {
    module.stop();
  }

  private String key() {
    return keys[ThreadLocalRandom.current().nextInt(KEYS)];
  }

  @Benchmark
  @Compared(name = "memory get", to = "plainGet", target = 0.8)
  public byte[] get() {
    return module.get(key()).orElseThrow();
  }

  @Benchmark
  public byte[] plainGet() {
    return plain.getIfPresent(key()).bytes().clone();
  }

  @Benchmark
  @Compared(name = "memory set", to = "plainSet", target = 0.8)
  public void set() {
    module.set(key(), value, TTL);
  }

  @Benchmark
  public void plainSet() {
    plain.put(key(), new Held(value.clone(), TTL.toNanos()));
  }
}
