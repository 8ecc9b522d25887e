package dev.larder.http.storage;

import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.CacheStore;
import dev.larder.cache.OwnKeys;
import dev.larder.cache.SingleFlight;
import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.redis.RedisSettings;
import dev.larder.cache.redis.RedisStore;
import dev.larder.testing.RedisProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import redis.clients.jedis.Jedis;

/** The catalogue on a real Redis; each node has a connection pool of its own. */
@Tag("slow")
class RedisResponseCatalogueIT extends ResponseCatalogueContract {

  private static RedisProcess redis;
  private final List<RedisStore> stores = new ArrayList<>();

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @AfterEach
  void closeNodes() {
    stores.forEach(RedisStore::close);
  }

  @Override
  OwnKeys openEmpty() {
    if (!redis.isRunning()) {
      redis.restart();
    }
    try (Jedis jedis = new Jedis(redis.url())) {
      jedis.flushAll();
    }
    return otherNode(UnaryOperator.identity());
  }

  @Override
  OwnKeys otherNode(UnaryOperator<CacheStore> between) {
    RedisStore store = new RedisStore(RedisSettings.builder(redis.url()).build());
    stores.add(store);
    SingleFlight<String> flights = new SingleFlight<>();
    CacheModule module =
        new CacheModuleBuilder(between.apply(store), new JacksonCodec())
            .forOwnKeys()
            .flights(flights)
            .build();
    module.start();
    return OwnKeys.of(module, flights);
  }

  @Override
  void takeAway() {
    redis.kill();
  }
}
