package dev.larder.cache.redis;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The address of one Redis server with what is needed to log in: {@code
 * redis://[user[:password]@]host[:port][/database]}, or {@code rediss://} with TLS. Instances are
 * immutable; {@link #toString()} never shows the password.
 *
 * @param tls whether the connection is encrypted, with certificate and host name checked
 * @param host a host name or address; an IPv6 address without brackets
 * @param port from 1 to 65535
 * @param user the ACL user, or {@code null} for the default user
 * @param password the password, or {@code null} when none is sent
 * @param database the number of the database, at least 0
 */
public record RedisUrl(
    boolean tls,
    String host,
    int port,
    @Nullable String user,
    @Nullable String password,
    int database) {

  /** The port when the URL names none. */
  public static final int DEFAULT_PORT = 6379;

  /** Checks the parts. */
  public RedisUrl {
    Objects.requireNonNull(host);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("the port must be from 1 to 65535");
    }
    if (database < 0) {
      throw new IllegalArgumentException("the database must be a number, at least 0");
    }
    if (user != null && password == null) {
      throw new IllegalArgumentException("a user needs a password");
    }
  }

  /**
   * Reads a URL. User and password are percent-decoded as UTF-8.
   *
   * @throws IllegalArgumentException when it is no such URL; the message says what is wrong and
   *     what is allowed, and contains neither the URL nor any part of its user information
   */
  public static RedisUrl parse(String url) {
    return RedisUrlParser.parse(url);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(tls ? "rediss://" : "redis://");
    if (password != null) {
      text.append(user == null ? "" : user).append(":***@");
    }
    text.append(host.indexOf(':') < 0 ? host : "[" + host + "]").append(':').append(port);
    return text.append('/').append(database).toString();
  }
}
