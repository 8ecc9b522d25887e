package dev.larder.cache.redis;

import dev.larder.cache.CacheModuleContract;
import dev.larder.cache.CacheStore;
import dev.larder.testing.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.Jedis;

/** The contract of modules on a real Redis with a password. */
class RedisModuleIT extends CacheModuleContract {

  private static RedisProcess redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start("--requirepass", "secret");
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
