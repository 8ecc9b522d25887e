package dev.larder.cache;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to make a {@link CacheModule} over a store. A builder is not thread-safe and may be used
 * more than once.
 */
public final class CacheModuleBuilder {

  private final CacheStore store;
  private final Codec codec;
  private String prefix = "";
  private boolean own;
  private boolean closesStore = true;
  private Duration defaultTtl = Duration.ofMinutes(5);
  private CacheEvents events = CacheEvents.NONE;
  private LongSupplier nanoTime = System::nanoTime;
  private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
  private Pauses pauses = Pauses.SLEEPING;
  private @Nullable SingleFlight<String> flights;
  private @Nullable Leases leases;
  private @Nullable Executor refreshes;
  private LoadOptions loadDefaults = LoadOptions.DEFAULTS;

  /** Begins with a store, and with the codec for typed values. */
  public CacheModuleBuilder(CacheStore store, Codec codec) {
    this.store = store;
    this.codec = codec;
  }

  /**
   * Sets the text in front of every key, without the colon that follows it; empty for none.
   *
   * @throws IllegalArgumentException when it is reserved or no valid Unicode
   */
  public CacheModuleBuilder prefix(String prefix) {
    this.prefix = requirePrefix(prefix);
    return this;
  }

  /**
   * Returns a prefix for applications' keys if it can be one.
   *
   * @throws IllegalArgumentException when it is reserved or no valid Unicode
   */
  public static String requirePrefix(String prefix) {
    KeySpace.of(prefix, false);
    return prefix;
  }

  /** Makes a module for Larder's own keys, which shares its store. */
  public CacheModuleBuilder forOwnKeys() {
    this.own = true;
    return sharesStore();
  }

  /** Makes a module that does not close its store when it is stopped: somebody else does. */
  public CacheModuleBuilder sharesStore() {
    this.closesStore = false;
    return this;
  }

  /** Sets the TTL of what is stored without one; {@link CacheModule#NO_EXPIRY} for none. */
  public CacheModuleBuilder defaultTtl(Duration defaultTtl) {
    Ttl.of(defaultTtl);
    this.defaultTtl = defaultTtl;
    return this;
  }

  /** Sets who is told of everything the module does. */
  public CacheModuleBuilder events(CacheEvents events) {
    this.events = events;
    return this;
  }

  /**
   * Sets the register of running loads, to share it with others who load under keys of the same
   * store; without it the module has one of its own. Its keys are those of the store, prefix
   * included.
   */
  public CacheModuleBuilder flights(SingleFlight<String> flights) {
    this.flights = flights;
    return this;
  }

  /**
   * Gives the module leases for its loads: one node of all that share the store loads a key at a
   * time, unless {@link LoadOptions#withLease} says otherwise. It costs two more round trips for a
   * load, and one for a write whose TTL is no longer than a lease; the removal of a key takes the
   * lease with it in the same round trip, and removal by a pattern scans the store twice. All nodes
   * have to have leases, or none of them: who removes a key without regard to them does not stop a
   * load on another node.
   *
   * @param leases over the same store; a store in memory needs none, since nobody shares it
   */
  public CacheModuleBuilder leases(Leases leases) {
    this.leases = leases;
    return this;
  }

  /**
   * Sets what holds for each {@code getOrSet} that does not say it; the TTL of {@code null} is each
   * call's own.
   */
  public CacheModuleBuilder loadDefaults(LoadOptions loadDefaults) {
    this.loadDefaults = loadDefaults;
    return this;
  }

  /**
   * Sets what runs loads in the background; it may refuse them, and then the value that is there is
   * served on. Without it nothing is refreshed early or served stale.
   */
  public CacheModuleBuilder refreshes(Executor refreshes) {
    this.refreshes = refreshes;
    return this;
  }

  /** Sets the chance that early refresh, jitter and pauses depend on: from 0 to below 1. */
  public CacheModuleBuilder random(DoubleSupplier random) {
    this.random = random;
    return this;
  }

  /** Sets how a caller lets time pass while another node loads. */
  CacheModuleBuilder pauses(Pauses pauses) {
    this.pauses = pauses;
    return this;
  }

  /** Sets the clock that load times are measured with, in nanoseconds. */
  public CacheModuleBuilder nanoTime(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    return this;
  }

  /** Makes the module; it is to be {@linkplain CacheModule#start() started}. */
  public CacheModule build() {
    return new StoreCacheModule(
        store,
        new StoreCacheModule.Parts(
            codec,
            KeySpace.of(prefix, own),
            Ttl.of(defaultTtl),
            events,
            flights == null ? new SingleFlight<>() : flights,
            leases,
            loadDefaults,
            refreshes,
            nanoTime,
            random,
            pauses,
            closesStore));
  }
}
