package dev.larder.cache.redis;

import dev.larder.cache.CacheStore;
import dev.larder.cache.CacheStoreContract;
import dev.larder.testing.RedisCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract of stores on a real Redis Cluster of six nodes, for a user who has just the rights
 * that the documentation asks for.
 */
class ClusterStoreIT extends CacheStoreContract {

  private static RedisCluster redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisCluster.start();
    for (int i = 0; i < redis.nodes().size(); i++) {
      redis.on(
          i,
          jedis ->
              LeastRights.give(jedis, "secret", LeastRights.SERVER + LeastRights.IN_A_CLUSTER));
    }
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Override
  protected CacheStore openEmptyStore() {
    redis.flush();
    RedisStore store = new RedisStore(RedisSettings.builder(redis.url("larder:secret")).build());
    store.start();
    return store;
  }
}
