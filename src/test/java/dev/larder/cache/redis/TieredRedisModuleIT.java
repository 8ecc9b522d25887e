package dev.larder.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.CacheModuleContract;
import dev.larder.cache.CacheStore;
import dev.larder.testing.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.Jedis;

/** The contract of modules with a near tier before a real Redis. */
class TieredRedisModuleIT extends CacheModuleContract {

  private static RedisProcess redis;
  private static double hits;
  private CacheStore opened;

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
    // Were no copies used, the contract would be that of the remote store alone.
    assertThat(hits).isGreaterThan(20);
  }

  @Override
  protected CacheStore openEmptyStore() {
    try (Jedis jedis = new Jedis(redis.url())) {
      jedis.flushAll();
    }
    opened = Feeds.ready(Feeds.node(RedisSettings.builder(redis.url()).build()));
    return opened;
  }

  @AfterEach
  void count() {
    if (opened != null) {
      hits += Feeds.gauge(opened, "near.hits");
      opened = null;
    }
  }
}
