package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.redis.Redirection.Sort;
import dev.larder.cache.redis.RedisUrl.Address;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * The one place where failures of Redis become {@link CacheException}s. Messages are made here:
 * those of the server may quote arguments, and those of sockets the address. For the same reason a
 * server's error is no cause; an {@link IOException} is.
 */
final class RedisErrors {

  /** The codes of errors, such as {@code READONLY}, which are all that is quoted of them. */
  private static final Pattern CODE = Pattern.compile("([A-Z][A-Z0-9]{2,19}) .*", Pattern.DOTALL);

  private RedisErrors() {}

  static CacheException stopped() {
    return new CacheException(Reason.STOPPED, "the Redis store is stopped");
  }

  static CacheException poolExhausted(int size, long waitedMillis) {
    return unavailable(
        "all "
            + size
            + " connections to Redis are in use, none came free in "
            + waitedMillis
            + " ms",
        null);
  }

  static CacheException interrupted() {
    return unavailable("interrupted while waiting for a connection to Redis", null);
  }

  static CacheException tooLarge() {
    return new CacheException(Reason.TOO_LARGE, "the value is larger than Redis takes");
  }

  /** Translates an error that the server answered to a command. */
  static CacheException refused(JedisDataException e) {
    String message = message(e);
    if (message.contains("WRONGTYPE")) {
      return new CacheException(
          Reason.UNREADABLE, "the key holds another type of Redis than a string");
    }
    if (message.contains("value is not an integer")) {
      return new CacheException(Reason.NOT_AN_INTEGER, "value is not an integer or out of range");
    }
    if (message.contains("would overflow")) {
      return new CacheException(Reason.OVERFLOW, "increment or decrement would overflow");
    }
    if (isTooLarge(message)) {
      return tooLarge();
    }
    Redirection redirection = redirection(e, message);
    if (redirection != null) {
      return redirection;
    }
    String refusal = "Redis refuses the command" + code(message);
    return isForbidden(message)
        ? new CacheException(Reason.FORBIDDEN, refusal)
        : unavailable(refusal, null);
  }

  /** Whether the server is there and will answer the same again: it is no outage. */
  private static boolean isForbidden(String message) {
    return message.contains("NOPERM")
        || message.startsWith("NOAUTH")
        || message.contains("unknown command")
        || message.contains("Unknown Redis command called from script");
  }

  private static @Nullable Redirection redirection(JedisDataException e, String message) {
    if (e instanceof JedisRedirectionException redirection) {
      HostAndPort to = redirection.getTargetNode();
      return new Redirection(
          e instanceof JedisAskDataException ? Sort.ASK : Sort.MOVED,
          "Redis refuses the command: it is a node of a Redis Cluster, which is configured by"
              + " redis+cluster://",
          new Address(to.getHost(), to.getPort()));
    }
    if (message.startsWith("TRYAGAIN")) {
      return new Redirection(
          Sort.TRYAGAIN, "the Redis Cluster is moving the keys (TRYAGAIN)", null);
    }
    if (message.startsWith("CLUSTERDOWN")) {
      return new Redirection(
          Sort.CLUSTERDOWN, "the Redis Cluster does not serve the key now (CLUSTERDOWN)", null);
    }
    return null;
  }

  static CacheException sentInCircles() {
    return unavailable("the nodes of the Redis Cluster do not agree on who serves the key", null);
  }

  /** Translates an error that the server answered to the login. */
  static CacheException loginRefused(JedisDataException e) {
    return unavailable("Redis refuses the login" + code(message(e)), null);
  }

  /** Translates the failure to open a connection. */
  static CacheException noConnection(Exception e) {
    if (isTimeout(e)) {
      return new Unreached("no connection to Redis in time", ioCause(e));
    }
    return new Unreached(
        ioCause(e) instanceof SSLException
            ? "no secure connection to Redis: certificate or TLS settings do not fit"
            : "no connection to Redis",
        ioCause(e));
  }

  /** Translates the failure of an open connection. */
  static CacheException broken(RuntimeException e) {
    if (isTooLarge(message(e))) {
      return tooLarge();
    }
    return unavailable(
        isTimeout(e) ? "Redis did not answer in time" : "the connection to Redis broke",
        ioCause(e));
  }

  /** The connection was cut because the time for the whole exchange was up. */
  static CacheException cut() {
    return unavailable("Redis did not answer in time", null);
  }

  /** Whether the server says that it is not, or no longer, the one to ask. */
  static boolean isWrongServer(JedisDataException e) {
    String message = message(e);
    return message.startsWith("READONLY")
        || message.startsWith("MASTERDOWN")
        || message.startsWith("LOADING")
        || message.startsWith("NOAUTH");
  }

  static boolean isTimeout(Throwable e) {
    return find(e, SocketTimeoutException.class) != null;
  }

  /** The server closes the connection after this error, so it may come either way. */
  private static boolean isTooLarge(String message) {
    return message.contains("exceeds maximum allowed size")
        || message.contains("invalid bulk length");
  }

  private static @Nullable IOException ioCause(Throwable e) {
    return find(e, IOException.class);
  }

  private static <T extends Throwable> @Nullable T find(Throwable e, Class<T> type) {
    Throwable at = e;
    // Bounded, since a cause may be a circle.
    for (int i = 0; at != null && i < 10; i++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }

  private static String code(String message) {
    if (message.contains("DB index is out of range")) {
      return ": it has no database of this number";
    }
    if (message.contains("cluster support disabled")) {
      return ": it is no node of a Redis Cluster, and is configured by redis://";
    }
    if (message.contains("max number of clients")) {
      return ": it has too many clients";
    }
    Matcher matcher = CODE.matcher(message);
    return matcher.matches() ? " (" + matcher.group(1) + ")" : "";
  }

  private static String message(Exception e) {
    String message = e.getMessage();
    return message == null ? "" : message;
  }

  private static CacheException unavailable(String message, @Nullable Throwable cause) {
    return new CacheException(Reason.UNAVAILABLE, message, cause);
  }
}
