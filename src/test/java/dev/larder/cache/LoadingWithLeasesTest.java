package dev.larder.cache;

import java.security.SecureRandom;
import java.time.Duration;

/** What a user of {@code getOrSet} may rely on, with leases as well. */
class LoadingWithLeasesTest extends LoadingTest {

  @Override
  CacheModuleBuilder builder(CacheStore store) {
    return super.builder(store)
        .leases(new Leases(store, Duration.ofSeconds(10), new SecureRandom()::nextLong));
  }
}
