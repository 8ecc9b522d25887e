package dev.larder.cache;

import java.security.SecureRandom;
import java.time.Duration;

/** What a user of {@code getOrSet} may rely on, with leases as well. */
class LoadingWithLeasesTest extends LoadingTest {

  @Override
  CacheModuleBuilder builder(CacheStore store, Duration lease) {
    return super.builder(store, lease)
        .leases(new Leases(store, lease, new SecureRandom()::nextLong));
  }
}
