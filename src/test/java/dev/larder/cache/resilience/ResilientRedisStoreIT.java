package dev.larder.cache.resilience;

import dev.larder.cache.CacheStore;
import dev.larder.cache.CacheStoreContract;
import dev.larder.cache.redis.RedisSettings;
import dev.larder.cache.redis.RedisStore;
import dev.larder.testing.RedisProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** The contract of stores on a real Redis, through a breaker. */
class ResilientRedisStoreIT extends CacheStoreContract {

  private static RedisProcess redis;
  private static ScheduledExecutorService scheduler;

  @TempDir private Path data;

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start();
    scheduler = Executors.newScheduledThreadPool(1);
  }

  @AfterAll
  static void stopRedis() {
    scheduler.shutdownNow();
    redis.close();
  }

  @Override
  protected CacheStore openEmptyStore() {
    try (Jedis jedis = new Jedis(redis.url())) {
      jedis.flushAll();
    }
    CacheStore store =
        new ResilientStore(
            new RedisStore(RedisSettings.builder(redis.url()).build()),
            new Journal(data, redis.url(), List.of()),
            ResilienceSettings.DEFAULTS,
            scheduler,
            System::nanoTime);
    store.start();
    return store;
  }
}
