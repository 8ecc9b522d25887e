package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The way every command goes: a permit, a connection, the exchange, the translation of its failure,
 * and the state that follows from it. Nothing but {@link CacheException}s comes out.
 *
 * <p>A pooled connection may have been closed by the server meanwhile, which only its next use
 * tells. An exchange that is {@linkplain Repeat#SAFE safe to repeat} is then done once more on a
 * new connection; never after a time-out, which would double the bound. For one that is not safe, a
 * connection that was idle for a while is asked with a PING before.
 */
final class RedisCalls implements AutoCloseable {

  /** Whether an exchange may be done twice. */
  enum Repeat {
    /** Done twice in a row it has the effect of once. */
    SAFE,
    /** Done twice it may have another effect, or another result, than once. */
    UNSAFE
  }

  /** What is known of the server by the last call. */
  enum Outcome {
    UNKNOWN,
    UP,
    DEGRADED
  }

  /** A request up to this size fits into the send buffer of an idle connection on any system. */
  private static final long UNWATCHED_BYTES = 16_384;

  /** A watched request gets a second more for each so many bytes. */
  private static final long BYTES_PER_SECOND = 4L << 20;

  /** A server cannot restart in less, so a connection used just now needs no check. */
  private static final long ASK_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Links links;
  private final Watchdog watchdog;
  private final LinkOpener opener;
  private final long waitNanos;
  private final long connectNanos;
  private final long timeoutNanos;
  private volatile Outcome outcome = Outcome.UNKNOWN;

  RedisCalls(RedisSettings settings, HostLookup.Resolver resolver) {
    links = new Links(settings.poolMaxSize());
    watchdog = new Watchdog();
    opener = new LinkOpener(settings, watchdog, resolver);
    waitNanos = settings.poolMaxWait().toNanos();
    connectNanos = settings.connectTimeout().toNanos();
    timeoutNanos = settings.timeout().toNanos();
  }

  /**
   * Does one exchange: sends commands and reads every reply to them.
   *
   * @param requestBytes about how much is sent
   */
  <R> R call(Repeat repeat, long requestBytes, Function<Connection, R> exchange) {
    enter();
    try {
      Link link = idle(repeat);
      if (link != null) {
        try {
          return use(link, requestBytes, exchange);
        } catch (BrokenLink e) {
          if (repeat == Repeat.UNSAFE || e.isFinal() || links.isClosed()) {
            throw failed(e.failure());
          }
        }
      }
      try {
        return use(open(), requestBytes, exchange);
      } catch (BrokenLink e) {
        throw failed(e.failure());
      }
    } finally {
      links.leave();
    }
  }

  private void enter() {
    if (links.isClosed()) {
      throw RedisErrors.stopped();
    }
    try {
      if (!links.enter(waitNanos)) {
        throw failed(
            RedisErrors.poolExhausted(links.size(), TimeUnit.NANOSECONDS.toMillis(waitNanos)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RedisErrors.interrupted();
    }
  }

  private @Nullable Link idle(Repeat repeat) {
    Link link = links.takeIdle();
    if (link == null
        || repeat == Repeat.SAFE
        || System.nanoTime() - link.idleSince() < ASK_AFTER_NANOS) {
      return link;
    }
    try {
      link.ping();
      return link;
    } catch (RuntimeException e) {
      // An error that the server answers will be its answer on a new connection as well.
      links.suspect(link);
      links.discard(link);
      if (RedisErrors.isTimeout(e)) {
        throw failed(RedisErrors.broken(e));
      }
      return null;
    }
  }

  private Link open() {
    try {
      int generation = links.generation();
      long deadline = System.nanoTime() + connectNanos + timeoutNanos;
      Link link = opener.open(connectNanos, timeoutNanos, deadline, generation);
      links.opened(link);
      return link;
    } catch (CacheException e) {
      throw failed(e);
    }
  }

  /** Uses a connection and puts it back, or closes it when it broke. */
  private <R> R use(Link link, long requestBytes, Function<Connection, R> exchange)
      throws BrokenLink {
    boolean inOrder = false;
    Watchdog.Watch watch = watch(link, requestBytes);
    try {
      R result = exchange.apply(link.connection());
      inOrder = true;
      reached();
      return result;
    } catch (JedisDataException e) {
      inOrder = !RedisErrors.isWrongServer(e);
      if (!inOrder) {
        links.suspect(link);
      }
      CacheException failure = RedisErrors.refused(e);
      if (failure.kind() != CacheException.Kind.UNAVAILABLE) {
        reached();
      }
      throw failed(failure);
    } catch (RuntimeException e) {
      // Whatever came out of the protocol reader, nobody knows what comes next on this connection.
      links.suspect(link);
      CacheException failure = watch.hasFired() ? RedisErrors.cut() : RedisErrors.broken(e);
      throw new BrokenLink(failure, watch.hasFired() || RedisErrors.isTimeout(e));
    } finally {
      watch.end();
      if (inOrder) {
        links.putBack(link);
      } else {
        links.discard(link);
      }
    }
  }

  private Watchdog.Watch watch(Link link, long requestBytes) {
    if (requestBytes <= UNWATCHED_BYTES) {
      return Watchdog.Watch.NONE;
    }
    long more = TimeUnit.SECONDS.toNanos(1) / BYTES_PER_SECOND * requestBytes;
    return watchdog.watch(timeoutNanos + more, link.raw());
  }

  /** Asks the server on a connection of its own, so that neither pool nor other calls matter. */
  void ping(Duration timeout) {
    if (links.isClosed()) {
      throw RedisErrors.stopped();
    }
    long nanos = timeout.toNanos();
    long deadline = System.nanoTime() + nanos;
    Link link;
    try {
      link = opener.open(Math.min(connectNanos, nanos), nanos, deadline, 0);
    } catch (CacheException e) {
      throw failed(e);
    }
    Watchdog.Watch watch = watchdog.watch(deadline - System.nanoTime(), link.raw());
    try {
      link.ping();
      reached();
    } catch (JedisDataException e) {
      throw failed(RedisErrors.refused(e));
    } catch (RuntimeException e) {
      // As in use().
      throw failed(watch.hasFired() ? RedisErrors.cut() : RedisErrors.broken(e));
    } finally {
      watch.end();
      link.cut();
    }
  }

  private void reached() {
    if (outcome != Outcome.UP) {
      outcome = Outcome.UP;
    }
  }

  private CacheException failed(CacheException failure) {
    if (links.isClosed()) {
      return RedisErrors.stopped();
    }
    if (failure.kind() == CacheException.Kind.UNAVAILABLE) {
      outcome = Outcome.DEGRADED;
    }
    return failure;
  }

  Outcome outcome() {
    return outcome;
  }

  Links links() {
    return links;
  }

  @Override
  public void close() {
    links.close();
    watchdog.close();
    opener.close();
  }

  /** A connection broke; what that means is for the caller to say. */
  private static final class BrokenLink extends Exception {
    private static final long serialVersionUID = 1L;

    private final CacheException failure;
    private final boolean isFinal;

    BrokenLink(CacheException failure, boolean isFinal) {
      super(null, failure, false, false);
      this.failure = failure;
      this.isFinal = isFinal || failure.kind() == CacheException.Kind.REJECTED;
    }

    CacheException failure() {
      return failure;
    }

    /** Whether time was up, or the request itself was what broke it. */
    boolean isFinal() {
      return isFinal;
    }
  }
}
