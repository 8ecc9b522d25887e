package dev.larder.cache;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The refreshes of values that are still served: when they are due, how long values are kept for
 * them, and the way to the background, each key once at a time and not more than some together.
 * Without an executor there are none. Thread-safe.
 */
final class Refreshes {

  private static final System.Logger LOG = System.getLogger("dev.larder.cache");

  /** How many wait for the executor, or run, at most; what comes on top is tried again later. */
  private static final int AT_ONCE = 256;

  /** Of so many keys it is remembered how long their last load took. */
  private static final int KEYS = 10_000;

  private final @Nullable Executor executor;
  private final CacheEvents events;
  private final DoubleSupplier random;
  private final LoadTimes times = new LoadTimes(KEYS);
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  Refreshes(@Nullable Executor executor, CacheEvents events, DoubleSupplier random) {
    this.executor = executor;
    this.events = events;
    this.random = random;
  }

  /** Returns whether a call has to know the remaining TTL. */
  boolean concern(LoadRequest<?> request) {
    return executor != null && (request.eagerness() > 0 || !request.window().isZero());
  }

  /** Learns how long a load took. */
  void took(LoadRequest<?> request, long nanos) {
    if (concern(request) && request.eagerness() > 0) {
      times.took(request.key(), nanos);
    }
  }

  /** Returns how long a loaded value is kept; null for not at all. */
  @Nullable Ttl keep(LoadRequest<?> request, boolean isNull) {
    Ttl asked = isNull ? request.nullTtl() : request.ttl();
    if (asked == null || asked.isNone()) {
      return asked;
    }
    double jitter = request.options().ttlJitter().orElse(0) * random.getAsDouble();
    long millis = Math.max(1, asked.millis() - (long) (asked.millis() * jitter));
    if (executor != null) {
      millis = Math.min(Ttl.MAX.toMillis(), millis + request.window().toMillis());
    }
    return new Ttl(millis);
  }

  /** Begins a refresh if one is due for a value that was found. */
  void consider(LoadRequest<?> request, @Nullable Duration left, Runnable refresh) {
    Executor background = executor;
    if (background == null || left == null) {
      return;
    }
    long fresh = left.toNanos() - request.window().toNanos();
    if (fresh <= 0 && !request.window().isZero()) {
      events.servedStale();
    } else if (!isDueEarly(request, fresh)) {
      return;
    }
    begin(background, request.key(), refresh);
  }

  /**
   * The rule of Vattani, Chierichetti and Lowenstein (Optimal Probabilistic Cache Stampede
   * Prevention, 2015): the time of a load, times an exponentially distributed number of mean 1.
   */
  private boolean isDueEarly(LoadRequest<?> request, long freshNanos) {
    double eagerness = request.eagerness();
    return eagerness > 0
        && -Math.log(1 - random.getAsDouble()) * eagerness * times.of(request.key()) >= freshNanos;
  }

  private void begin(Executor background, String key, Runnable refresh) {
    if (!running.add(key)) {
      return;
    }
    if (!places.tryAcquire()) {
      running.remove(key);
      return;
    }
    boolean begun = false;
    try {
      background.execute(
          () -> {
            try {
              refresh.run();
            } finally {
              done(key);
            }
          });
      begun = true;
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "The executor takes no refresh; a later hit tries", e);
    } finally {
      if (!begun) {
        done(key);
      }
    }
  }

  private void done(String key) {
    running.remove(key);
    places.release();
  }
}
