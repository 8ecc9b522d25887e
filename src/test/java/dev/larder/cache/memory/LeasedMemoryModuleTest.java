package dev.larder.cache.memory;

import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.CacheStore;
import dev.larder.cache.Leases;
import java.security.SecureRandom;
import java.time.Duration;

/** The contract of modules, with leases: nothing else may change by them. */
class LeasedMemoryModuleTest extends MemoryModuleTest {

  @Override
  protected void configure(CacheModuleBuilder builder, CacheStore store) {
    builder.leases(new Leases(store, Duration.ofSeconds(10), new SecureRandom()::nextLong));
  }
}
