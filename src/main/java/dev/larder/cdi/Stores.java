package dev.larder.cdi;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheStore;
import dev.larder.cache.ChangeFeed;
import dev.larder.cache.Leases;
import dev.larder.cache.memory.MemoryStore;
import dev.larder.cache.redis.RedisChangeFeed;
import dev.larder.cache.redis.RedisStore;
import dev.larder.cache.resilience.Journal;
import dev.larder.cache.resilience.MeteredStore;
import dev.larder.cache.resilience.ResilientStore;
import dev.larder.cache.tiered.TieredStore;
import dev.larder.http.storage.CacheResponseStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/** Puts together the store that is configured. */
final class Stores {

  private static final String OWN = "larder:";

  /** The confirmed moment moves on so many times while a lease lasts. */
  private static final int PINGS = 4;

  private Stores() {}

  /**
   * Makes the store; it is to be started.
   *
   * @param scheduler asks in the background whether a store that is away is back
   * @param threads makes the threads of a near tier's link
   */
  static CacheStore make(
      CacheSettings settings,
      CacheEvents events,
      ScheduledExecutorService scheduler,
      ThreadFactory threads) {
    CacheSettings.Remote remote = settings.remote();
    if (remote == null) {
      return metered(new MemoryStore(settings.maxMemory(), System::nanoTime, events), events);
    }
    RedisStore redis = new RedisStore(remote.redis());
    // Inside of the breaker: what is measured is Redis, and what never went there is not.
    CacheStore guarded = guarded(metered(redis, events), settings, remote, scheduler);
    if (settings.type() != CacheType.TIERED) {
      return guarded;
    }
    Duration ping = remote.near().lease().dividedBy(PINGS);
    ChangeFeed feed =
        new RedisChangeFeed(redis, tracked(settings.prefix()), ping, threads, System::nanoTime);
    return new TieredStore(guarded, feed, remote.near(), System::nanoTime, events);
  }

  /** Where nobody listens, nothing is measured. */
  private static CacheStore metered(CacheStore store, CacheEvents events) {
    return events == CacheEvents.NONE ? store : new MeteredStore(store, events, System::nanoTime);
  }

  private static CacheStore guarded(
      CacheStore redis,
      CacheSettings settings,
      CacheSettings.Remote remote,
      ScheduledExecutorService scheduler) {
    OutageSettings outage = remote.outage();
    Journal journal =
        new Journal(
            outage.dataDir(),
            remote.redis().url().identity(),
            folds(settings.prefix()),
            outage.journalEntries(),
            outage.journalBytes());
    return new ResilientStore(redis, journal, outage.breaker(), scheduler, System::nanoTime);
  }

  /** What all keys begin with that a full journal may remove as a whole. */
  private static List<String> folds(String prefix) {
    List<String> folds =
        new ArrayList<>(List.of(CacheResponseStore.keyPrefix(prefix), Leases.PREFIX));
    if (!prefix.isEmpty()) {
      folds.add(prefix + ":");
    }
    return folds;
  }

  private static List<String> tracked(String prefix) {
    return prefix.isEmpty() ? List.of("") : List.of(prefix + ":", OWN);
  }

  /**
   * Leases are right only as they are at this moment. The requirements' copy and its fence are
   * compared with the database, which a near copy would hide.
   */
  static boolean mayBeNear(String key) {
    return !key.startsWith(Leases.PREFIX)
        && !key.startsWith("bifrost:requirements:")
        && !key.startsWith("{bifrost:requirements:");
  }
}
