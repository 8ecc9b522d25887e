package dev.larder.cache.redis;

import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.CacheStore;
import dev.larder.cache.Leases;
import java.security.SecureRandom;
import java.time.Duration;

/** The contract of modules on a real Redis, with leases: nothing else may change by them. */
class LeasedRedisModuleIT extends RedisModuleIT {

  @Override
  protected void configure(CacheModuleBuilder builder, CacheStore store) {
    builder.leases(new Leases(store, Duration.ofSeconds(10), new SecureRandom()::nextLong));
  }
}
