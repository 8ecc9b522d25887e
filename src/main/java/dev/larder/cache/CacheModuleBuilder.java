package dev.larder.cache;

import java.time.Duration;
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
  private @Nullable SingleFlight<String> flights;

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

  /** Sets the clock that load times are measured with, in nanoseconds. */
  public CacheModuleBuilder nanoTime(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    return this;
  }

  /** Makes the module; it is to be {@linkplain CacheModule#start() started}. */
  public CacheModule build() {
    return new StoreCacheModule(
        store,
        codec,
        KeySpace.of(prefix, own),
        Ttl.of(defaultTtl),
        events,
        flights == null ? new SingleFlight<>() : flights,
        nanoTime,
        closesStore);
  }
}
