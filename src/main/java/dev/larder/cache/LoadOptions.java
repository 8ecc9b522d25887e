package dev.larder.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How one {@code getOrSet} behaves. What is not said is as the module was {@linkplain
 * CacheModuleBuilder#loadDefaults made}. Instances are immutable.
 *
 * <p>All callers of a key should ask for the same: a value that one of them keeps longer, to serve
 * it stale, is a fresh one for those who do not ask for that.
 */
public final class LoadOptions {

  /**
   * Says nothing: as the module was made. Where that says nothing either, a caller waits ten
   * seconds for another caller's load at most, takes a lease where the module has leases, and
   * nothing is refreshed, served stale or made shorter. {@code null} is not cached.
   */
  public static final LoadOptions DEFAULTS = new LoadOptions(null, null, null, null, null, null);

  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final double MOST_JITTER = 0.5;
  private static final double MOST_EAGER = 1_000;

  private final @Nullable Duration maxWait;
  private final @Nullable Duration nullTtl;
  private final @Nullable Boolean lease;
  private final @Nullable Double earlyRefresh;
  private final @Nullable Duration staleWhileRevalidate;
  private final @Nullable Double ttlJitter;

  private LoadOptions(
      @Nullable Duration maxWait,
      @Nullable Duration nullTtl,
      @Nullable Boolean lease,
      @Nullable Double earlyRefresh,
      @Nullable Duration staleWhileRevalidate,
      @Nullable Double ttlJitter) {
    this.maxWait = maxWait;
    this.nullTtl = nullTtl;
    this.lease = lease;
    this.earlyRefresh = earlyRefresh;
    this.staleWhileRevalidate = staleWhileRevalidate;
    this.ttlJitter = ttlJitter;
  }

  /**
   * Returns options with another bound on waiting for somebody else's load; zero does not wait.
   *
   * @throws IllegalArgumentException when the wait is negative or above an hour
   */
  public LoadOptions withMaxWait(Duration maxWait) {
    if (maxWait.isNegative() || maxWait.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException("the wait is from zero to one hour: " + maxWait);
    }
    return new LoadOptions(maxWait, nullTtl, lease, earlyRefresh, staleWhileRevalidate, ttlJitter);
  }

  /** Returns options under which a loaded {@code null} is cached with a TTL of its own. */
  public LoadOptions withNullTtl(Duration nullTtl) {
    return new LoadOptions(maxWait, nullTtl, lease, earlyRefresh, staleWhileRevalidate, ttlJitter);
  }

  /**
   * Returns options under which one node of all loads the key at a time, or only one caller in each
   * JVM. Without {@linkplain CacheModuleBuilder#leases leases} of the module it changes nothing.
   */
  public LoadOptions withLease(boolean lease) {
    return new LoadOptions(maxWait, nullTtl, lease, earlyRefresh, staleWhileRevalidate, ttlJitter);
  }

  /**
   * Returns options under which a value is loaded again in the background some time before it
   * expires, by chance: the more likely, the nearer its end is and the longer its load takes
   * (XFetch). So callers that come all the time never wait, and not all of them load at once.
   *
   * @param eagerness 1 is the usual; a larger number refreshes earlier, 0 never
   * @throws IllegalArgumentException when it is negative, above 1000 or no number
   */
  public LoadOptions withEarlyRefresh(double eagerness) {
    if (!(eagerness >= 0 && eagerness <= MOST_EAGER)) {
      throw new IllegalArgumentException("the eagerness is from 0 to 1000: " + eagerness);
    }
    return new LoadOptions(maxWait, nullTtl, lease, eagerness, staleWhileRevalidate, ttlJitter);
  }

  /**
   * Returns options under which a value is kept for a time after its TTL, and served in that time
   * while one caller's loader brings the next one in the background: on another thread, without the
   * request and the transaction of the caller.
   *
   * @param window the time; zero for none. The other operations of the module show the value until
   *     it is over
   * @throws IllegalArgumentException when it is negative or above 100 years
   */
  public LoadOptions withStaleWhileRevalidate(Duration window) {
    if (window.isNegative() || window.compareTo(Ttl.MAX) > 0) {
      throw new IllegalArgumentException("the window is from zero to 100 years: " + window);
    }
    return new LoadOptions(maxWait, nullTtl, lease, earlyRefresh, window, ttlJitter);
  }

  /**
   * Returns options under which what is stored has a TTL that is shorter by chance, so that what
   * was loaded together does not expire together.
   *
   * @param fraction by how much of the TTL at most
   * @throws IllegalArgumentException when it is not from 0 to 0.5
   */
  public LoadOptions withTtlJitter(double fraction) {
    if (!(fraction >= 0 && fraction <= MOST_JITTER)) {
      throw new IllegalArgumentException("the jitter is from 0 to 0.5 of the TTL: " + fraction);
    }
    return new LoadOptions(maxWait, nullTtl, lease, earlyRefresh, staleWhileRevalidate, fraction);
  }

  /** Returns the longest wait for another caller's load, after which the caller loads itself. */
  public Duration maxWait() {
    return maxWait == null ? DEFAULT_WAIT : maxWait;
  }

  /** Returns the TTL of a cached {@code null}, or empty when {@code null} is not cached. */
  public Optional<Duration> nullTtl() {
    return Optional.ofNullable(nullTtl);
  }

  /** Returns whether to take a lease, or empty where that is not said. */
  public Optional<Boolean> lease() {
    return Optional.ofNullable(lease);
  }

  /** Returns how eagerly values are refreshed early, or empty where that is not said. */
  public OptionalDouble earlyRefresh() {
    return earlyRefresh == null ? OptionalDouble.empty() : OptionalDouble.of(earlyRefresh);
  }

  /** Returns how long a value is served stale, or empty where that is not said. */
  public Optional<Duration> staleWhileRevalidate() {
    return Optional.ofNullable(staleWhileRevalidate);
  }

  /** Returns by how much of it a TTL is made shorter, or empty where that is not said. */
  public OptionalDouble ttlJitter() {
    return ttlJitter == null ? OptionalDouble.empty() : OptionalDouble.of(ttlJitter);
  }

  /** Returns these options, and of a module's what they do not say. */
  LoadOptions orElse(LoadOptions module) {
    if (module == DEFAULTS) {
      return this;
    }
    return new LoadOptions(
        maxWait == null ? module.maxWait : maxWait,
        nullTtl,
        lease == null ? module.lease : lease,
        earlyRefresh == null ? module.earlyRefresh : earlyRefresh,
        staleWhileRevalidate == null ? module.staleWhileRevalidate : staleWhileRevalidate,
        ttlJitter == null ? module.ttlJitter : ttlJitter);
  }
}
