package dev.larder.cache.redis;

import dev.larder.cache.CacheStore;
import dev.larder.cache.CacheStoreContract;
import dev.larder.testing.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.Jedis;

/**
 * The contract of stores on a real Redis for a user who has just the rights that the documentation
 * of {@link RedisStore} asks for, a password that needs encoding, and a database of his own.
 */
class RestrictedRedisStoreIT extends CacheStoreContract {

  private static final String URL_PASSWORD = "p%40ss%2Fw%3Frd%25%3A%23%C3%A9";
  private static final String PASSWORD = "p@ss/w?rd%:#é";

  private static RedisProcess redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start("--requirepass", "of-the-default-user");
    try (Jedis jedis = new Jedis(redis.url())) {
      LeastRights.give(jedis, PASSWORD, LeastRights.SERVER);
    }
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Override
  protected CacheStore openEmptyStore() {
    try (Jedis jedis = new Jedis(redis.url())) {
      jedis.flushAll();
      jedis.set("a key of database 0", "is none of ours");
    }
    String url = "redis://larder:" + URL_PASSWORD + "@localhost:" + redis.port() + "/9";
    RedisStore store = new RedisStore(RedisSettings.builder(url).build());
    store.start();
    return store;
  }
}
