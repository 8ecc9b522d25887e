package dev.larder.cache.redis;

import dev.larder.cache.CacheStore;
import dev.larder.cache.CacheStoreContract;
import dev.larder.testing.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.Jedis;

/** The contract of stores on a real Redis without a password. */
class RedisStoreIT extends CacheStoreContract {

  private static RedisProcess redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Override
  protected CacheStore openEmptyStore() {
    try (Jedis jedis = new Jedis(redis.url())) {
      jedis.flushAll();
    }
    RedisStore store = new RedisStore(RedisSettings.builder(redis.url()).build());
    store.start();
    return store;
  }
}
