package dev.larder.cache.redis;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is, with what is needed to log in: one server, {@code
 * redis://[user[:password]@]host[:port][/database]}; the sentinels that know the present primary,
 * {@code redis+sentinel://[user[:password]@]host[:port],…/master[/database]}; or some nodes of a
 * cluster, {@code redis+cluster://[user[:password]@]host[:port],…}. With {@code rediss} instead of
 * {@code redis} every connection is encrypted, those to sentinels too. User and password are those
 * of the Redis servers; see {@link RedisSettings} for those of the sentinels. Instances are
 * immutable; {@link #toString()} never shows the password.
 *
 * @param mode what the addresses are
 * @param tls whether connections are encrypted, with certificate and host name checked
 * @param addresses the server, the sentinels, or some nodes of the cluster; at least one
 * @param user the ACL user, or {@code null} for the default user
 * @param password the password, or {@code null} when none is sent
 * @param master the name that the sentinels know the primary by; {@code null} in other modes
 * @param database the number of the database, at least 0; a cluster has only 0
 */
public record RedisUrl(
    Mode mode,
    boolean tls,
    List<Address> addresses,
    @Nullable String user,
    @Nullable String password,
    @Nullable String master,
    int database) {

  /** The port when the URL names none. */
  public static final int DEFAULT_PORT = 6379;

  /** The port of a sentinel when the URL names none. */
  public static final int DEFAULT_SENTINEL_PORT = 26_379;

  /** What the addresses of a URL are. */
  public enum Mode {
    /** The one server. */
    SINGLE,
    /** Sentinels, which are asked for the address of the primary. */
    SENTINEL,
    /** Nodes of a cluster, which are asked for all others. */
    CLUSTER
  }

  /**
   * A host and a port.
   *
   * @param host a host name or address; an IPv6 address without brackets
   * @param port from 1 to 65535
   */
  public record Address(String host, int port) {
    /** Checks the parts. */
    public Address {
      Objects.requireNonNull(host);
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("the port must be from 1 to 65535");
      }
    }

    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /** Checks the parts. */
  public RedisUrl {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty() || (mode == Mode.SINGLE && addresses.size() > 1)) {
      throw new IllegalArgumentException("the number of addresses does not fit the mode");
    }
    if (database < 0 || (mode == Mode.CLUSTER && database != 0)) {
      throw new IllegalArgumentException(
          "the database must be a number, at least 0; a cluster has only 0");
    }
    if (user != null && password == null) {
      throw new IllegalArgumentException("a user needs a password");
    }
    if ((mode == Mode.SENTINEL) != (master != null)) {
      throw new IllegalArgumentException("sentinels need the name of the master, others none");
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

  /**
   * Names the data: the same for URLs that differ in the login, in encryption, or in the order of
   * the addresses.
   */
  public String identity() {
    String sorted =
        addresses.stream()
            .map(address -> address.toString().toLowerCase(Locale.ROOT))
            .sorted()
            .collect(Collectors.joining(","));
    return mode + " " + sorted + " " + (master == null ? "" : master) + "/" + database;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(tls ? "rediss" : "redis");
    switch (mode) {
      case SENTINEL -> text.append("+sentinel");
      case CLUSTER -> text.append("+cluster");
      default -> {}
    }
    text.append("://");
    if (password != null) {
      text.append(user == null ? "" : user).append(":***@");
    }
    text.append(addresses.stream().map(Address::toString).collect(Collectors.joining(",")));
    if (master != null) {
      text.append('/').append(master);
    }
    return mode == Mode.CLUSTER ? text.toString() : text.append('/').append(database).toString();
  }
}
