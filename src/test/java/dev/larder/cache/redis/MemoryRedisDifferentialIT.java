package dev.larder.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.CacheStore;
import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.memory.MemoryStore;
import dev.larder.testing.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/**
 * The memory store and Redis are told the same random operations, and must answer the same at every
 * step. {@code -Dlarder.test.seed=} repeats a run.
 */
class MemoryRedisDifferentialIT {

  private static final int STEPS = 1_500;

  private static RedisProcess redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "p", "cache[ab]", "a*b?", "\\", "^-é\n", "[", "a:a"})
  void memoryAndRedisAnswerTheSame(String prefix) {
    long seed = Long.getLong("larder.test.seed", System.nanoTime());
    RandomSteps steps = new RandomSteps(new Random(seed), prefix);
    List<String> done = new ArrayList<>();
    try (Jedis jedis = new Jedis(redis.url());
        CacheStore memoryStore = new MemoryStore(64 << 20);
        CacheStore redisStore = new RedisStore(RedisSettings.builder(redis.url()).build())) {
      jedis.flushAll();
      CacheModule[] memory = modules(memoryStore, prefix);
      CacheModule[] remote = modules(redisStore, prefix);
      for (int i = 0; i < STEPS; i++) {
        RandomSteps.Step step = steps.next();
        done.add(i + " " + step.text());
        int module = step.foreign() ? 1 : 0;
        Object ofMemory = step.on(memory[module]);
        Object ofRedis = step.on(remote[module]);
        if (step.expires()) {
          pause(Duration.ofMillis(12));
        }
        if (!ofMemory.equals(ofRedis)) {
          fail(seed, done, ofMemory, ofRedis);
        }
        if (i % 50 == 49 || i == STEPS - 1) {
          RandomSteps.Step all = RandomSteps.everything();
          for (int m = 0; m < 2; m++) {
            ofMemory = all.on(memory[m]);
            ofRedis = all.on(remote[m]);
            if (!ofMemory.equals(ofRedis)) {
              fail(seed, done, ofMemory, ofRedis);
            }
          }
        }
      }
    }
    assertThat(done).hasSize(STEPS);
  }

  /** The module under test, and one whose keys are beside the first one's. */
  private static CacheModule[] modules(CacheStore store, String prefix) {
    CacheModule[] modules = new CacheModule[2];
    for (int i = 0; i < 2; i++) {
      modules[i] =
          new CacheModuleBuilder(store, new JacksonCodec())
              .prefix(i == 0 ? prefix : "cachea")
              .build();
      modules[i].start();
    }
    return modules;
  }

  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void fail(long seed, List<String> done, Object ofMemory, Object ofRedis) {
    throw new AssertionError(
        "-Dlarder.test.seed=%d%n%s%nmemory: %s%nredis:  %s"
            .formatted(seed, String.join("\n", done), ofMemory, ofRedis));
  }
}
