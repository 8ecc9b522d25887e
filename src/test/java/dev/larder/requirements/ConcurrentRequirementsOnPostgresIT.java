package dev.larder.requirements;

import dev.larder.cache.CacheStore;
import dev.larder.cache.redis.RedisSettings;
import dev.larder.cache.redis.RedisStore;
import dev.larder.testing.PostgresServer;
import dev.larder.testing.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As in production: PostgreSQL and Redis, here with faults at every step. */
class ConcurrentRequirementsOnPostgresIT {

  private static PostgresServer postgres;
  private static RedisProcess redis;

  @BeforeAll
  static void start() {
    postgres = PostgresServer.start();
    redis = RedisProcess.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
    postgres.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void manyThreadsLoseNoPackageAndTheCopyNeverGoesBack(long seed) throws Exception {
    try (RawCopy copy = new RawCopy(redis)) {
      copy.flush();
    }
    try (TestDatabase database = TestDatabase.postgres(postgres.newDatabase());
        CacheStore store = new RedisStore(RedisSettings.builder(redis.url()).build())) {
      database.migrate();
      store.start();
      ConcurrentRequirements.round(seed, database, store, 3, 3, 30);
    }
  }
}
