package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
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
  private final LinkOpener opener;
  private final Target target;
  private final long waitNanos;
  private final long timeoutNanos;
  private volatile Outcome outcome = Outcome.UNKNOWN;

  /** Makes a pool; the opener stays the caller's. */
  RedisCalls(RedisSettings settings, LinkOpener opener, Target target) {
    this.links = new Links(settings.poolMaxSize());
    this.opener = opener;
    this.target = target;
    this.waitNanos = settings.poolMaxWait().toNanos();
    this.timeoutNanos = settings.timeout().toNanos();
  }

  /**
   * Does one exchange: sends commands and reads every reply to them.
   *
   * @param requestBytes about how much is sent
   */
  <R extends @Nullable Object> R call(
      Repeat repeat, long requestBytes, Function<Connection, R> exchange) {
    enter();
    try {
      lookAgain();
      Link pooled = idle(repeat);
      try {
        return use(pooled == null ? open() : pooled, requestBytes, exchange);
      } catch (BrokenLink e) {
        if ((pooled == null && !e.isWrongServer()) || !mayRepeat(repeat, e)) {
          throw failed(e.failure(repeat));
        }
      }
      return use(open(), requestBytes, exchange);
    } catch (BrokenLink e) {
      throw failed(e.failure(repeat));
    } finally {
      links.leave();
    }
  }

  /** Makes sure that connections in order lead to the right server; see {@link Target}. */
  void lookAgain() {
    target.lookAgain();
  }

  private boolean mayRepeat(Repeat repeat, BrokenLink broken) {
    if (links.isClosed() || broken.isFinal()) {
      return false;
    }
    // A server that says it is the wrong one did nothing; and the right one may be known by now.
    return broken.isWrongServer() ? target.moves() : repeat == Repeat.SAFE;
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
      suspect(link);
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
      Link link = target.open(System.nanoTime() + target.openNanos(), generation);
      links.opened(link);
      return link;
    } catch (CacheException e) {
      throw failed(e);
    }
  }

  private void suspect(Link link) {
    if (links.suspect(link)) {
      target.suspect();
    }
  }

  /** Uses a connection and puts it back, or closes it when it broke. */
  private <R extends @Nullable Object> R use(
      Link link, long requestBytes, Function<Connection, R> exchange) throws BrokenLink {
    boolean inOrder = false;
    Watchdog.Watch watch = watch(link, requestBytes);
    try {
      R result = exchange.apply(link.connection());
      inOrder = true;
      reached();
      return result;
    } catch (JedisDataException e) {
      CacheException failure = RedisErrors.refused(e);
      if (RedisErrors.isWrongServer(e)) {
        suspect(link);
        throw BrokenLink.wrongServer(failure);
      }
      inOrder = true;
      if (failure.kind() != CacheException.Kind.UNAVAILABLE) {
        reached();
      }
      throw failed(failure);
    } catch (RuntimeException e) {
      // Whatever came out of the protocol reader, nobody knows what comes next on this connection.
      suspect(link);
      CacheException failure = watch.hasFired() ? RedisErrors.cut() : RedisErrors.broken(e);
      throw BrokenLink.broken(failure, watch.hasFired() || RedisErrors.isTimeout(e));
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
    return opener.watchdog().watch(timeoutNanos + more, link.raw());
  }

  /** Asks the server on a connection of its own, so that neither pool nor other calls matter. */
  void ping(long deadline) {
    if (links.isClosed()) {
      throw RedisErrors.stopped();
    }
    try {
      Link link = target.open(deadline, links.generation());
      try {
        opener.ask(link, deadline, Link::ping);
      } finally {
        link.cut();
      }
      reached();
    } catch (CacheException e) {
      throw failed(e);
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
  }

  /** A connection broke, or leads to the wrong server; what that means is for the caller to say. */
  private static final class BrokenLink extends Exception {
    private static final long serialVersionUID = 1L;

    private final CacheException failure;
    private final boolean isFinal;
    private final boolean isWrongServer;

    private BrokenLink(CacheException failure, boolean isFinal, boolean isWrongServer) {
      super(null, failure, false, false);
      this.failure = failure;
      this.isFinal = isFinal || failure.kind() == CacheException.Kind.REJECTED;
      this.isWrongServer = isWrongServer;
    }

    static BrokenLink broken(CacheException failure, boolean timedOut) {
      return new BrokenLink(failure, timedOut, false);
    }

    static BrokenLink wrongServer(CacheException failure) {
      return new BrokenLink(failure, false, true);
    }

    /**
     * The failure of the call. A server that is just ending still takes connections, and breaks
     * them: what may be done twice may then be asked of another one, as if it had taken none.
     */
    CacheException failure(Repeat repeat) {
      return repeat == Repeat.SAFE && !isFinal && !isWrongServer
          ? new Unreached(String.valueOf(failure.getMessage()), failure.getCause())
          : failure;
    }

    /** Whether time was up, or the request itself was what broke it. */
    boolean isFinal() {
      return isFinal;
    }

    /** Whether the server said so and did nothing. */
    boolean isWrongServer() {
      return isWrongServer;
    }
  }
}
