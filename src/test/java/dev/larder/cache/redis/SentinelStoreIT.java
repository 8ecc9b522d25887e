package dev.larder.cache.redis;

import dev.larder.cache.CacheStore;
import dev.larder.cache.CacheStoreContract;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.RedisSentinels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.Jedis;

/**
 * The contract of stores on the primary that three real sentinels name, for a user who has just the
 * rights that the documentation asks for, at the servers and at the sentinels.
 */
class SentinelStoreIT extends CacheStoreContract {

  private static RedisSentinels redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisSentinels.start("of-the-default-user");
    redis.onSentinels(jedis -> LeastRights.give(jedis, "watching", LeastRights.SENTINEL));
    for (RedisProcess server : redis.servers()) {
      try (Jedis jedis = new Jedis(server.url())) {
        LeastRights.give(jedis, "secret", LeastRights.SERVER + LeastRights.BEHIND_SENTINELS);
      }
    }
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Override
  protected CacheStore openEmptyStore() {
    try (Jedis jedis = new Jedis(redis.primary().url())) {
      jedis.flushAll();
    }
    RedisStore store =
        new RedisStore(
            RedisSettings.builder(redis.url("larder:secret") + "/3")
                .sentinelUser("larder")
                .sentinelPassword("watching")
                .build());
    store.start();
    return store;
  }
}
