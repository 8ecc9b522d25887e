package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.redis.RedisUrl.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Opens connections: look-up, TCP, TLS with certificate and host name checked, login, database, all
 * of it within a bound. It speaks RESP2 and sends no command besides AUTH and SELECT, so that a
 * user with few rights can log in. One serves all servers of a store.
 */
final class LinkOpener implements AutoCloseable {

  /** Who logs in, and where; it is never shown. */
  static final class Login {
    private final @Nullable String user;
    private final @Nullable String password;
    private final int database;

    Login(@Nullable String user, @Nullable String password, int database) {
      this.user = user;
      this.password = password;
      this.database = database;
    }

    /** The login at the Redis servers of a store. */
    static Login ofServers(RedisSettings settings) {
      RedisUrl url = settings.url();
      return new Login(url.user(), url.password(), url.database());
    }

    /** The login at the sentinels of a store. */
    static Login ofSentinels(RedisSettings settings) {
      return new Login(settings.sentinelUser(), settings.sentinelPassword(), 0);
    }
  }

  private final @Nullable SSLSocketFactory tls;
  private final HostLookup lookup;
  private final Watchdog watchdog = new Watchdog();
  private final long connectNanos;
  private final long timeoutNanos;

  LinkOpener(RedisSettings settings, HostLookup.Resolver resolver) {
    this.tls = settings.url().tls() ? Trust.socketFactory(settings) : null;
    this.lookup = new HostLookup(resolver);
    this.connectNanos = settings.connectTimeout().toNanos();
    this.timeoutNanos = settings.timeout().toNanos();
  }

  /** The bound of opening a connection, when the caller has none that is shorter. */
  long openNanos() {
    return connectNanos + timeoutNanos;
  }

  long timeoutNanos() {
    return timeoutNanos;
  }

  Watchdog watchdog() {
    return watchdog;
  }

  /**
   * Opens a connection, whose later silences are bounded by the settings.
   *
   * @param deadline when all of it must be done, as {@link System#nanoTime}
   * @throws Unreached when there is none to be had
   */
  Link open(Address address, Login login, long deadline, int generation) {
    Socket raw = null;
    Watchdog.Watch watch = Watchdog.Watch.NONE;
    boolean opened = false;
    try {
      long now = System.nanoTime();
      raw = connect(address, now + Math.min(connectNanos, deadline - now));
      long left = deadline - System.nanoTime();
      watch = watchdog.watch(left, raw);
      raw.setSoTimeout(millis(Math.min(timeoutNanos, left)));
      Socket socket = tls == null ? raw : encrypt(tls, raw, address);
      Connection connection = new Connection(() -> socket);
      connection.connect();
      logIn(connection, login);
      raw.setSoTimeout(millis(timeoutNanos));
      opened = true;
      return new Link(connection, socket, raw, generation);
    } catch (JedisDataException e) {
      throw RedisErrors.loginRefused(e);
    } catch (IOException | RuntimeException e) {
      // Whatever the protocol reader throws at something that is no Redis, it is no connection.
      throw RedisErrors.noConnection(
          watch.hasFired() ? new SocketTimeoutException("the time to connect is up") : e);
    } finally {
      watch.end();
      if (!opened && raw != null) {
        Link.closeQuietly(raw);
      }
    }
  }

  /** Does one exchange on a connection of its own, all within the deadline. */
  <R> R ask(Address address, Login login, long deadline, Function<Connection, R> exchange) {
    Link link = open(address, login, deadline, 0);
    try {
      return ask(link, deadline, exchange);
    } finally {
      link.cut();
    }
  }

  /** Does one exchange on a connection that nobody else uses, all within the deadline. */
  <R> R ask(Link link, long deadline, Function<Connection, R> exchange) {
    Watchdog.Watch watch = watchdog.watch(deadline - System.nanoTime(), link.raw());
    try {
      return exchange.apply(link.connection());
    } catch (JedisDataException e) {
      throw RedisErrors.refused(e);
    } catch (CacheException e) {
      throw e;
    } catch (RuntimeException e) {
      // Whatever came out of the protocol reader, the server gave no answer.
      throw watch.hasFired() ? RedisErrors.cut() : RedisErrors.broken(e);
    } finally {
      watch.end();
    }
  }

  private Socket connect(Address server, long deadline) throws IOException {
    IOException last = new IOException("no address");
    InetAddress[] addresses = lookup.addresses(server.host(), deadline - System.nanoTime());
    int left = addresses.length;
    for (InetAddress address : addresses) {
      // Each address has its share of the time, so that a silent one does not hide the others.
      long share = (deadline - System.nanoTime()) / left--;
      Socket socket = new Socket();
      boolean connected = false;
      try {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        // A cut must not wait for what the other side never reads.
        socket.setSoLinger(true, 0);
        socket.connect(new InetSocketAddress(address, server.port()), millis(share));
        connected = true;
        return socket;
      } catch (IOException e) {
        last = e;
      } finally {
        if (!connected) {
          Link.closeQuietly(socket);
        }
      }
    }
    throw last;
  }

  private static Socket encrypt(SSLSocketFactory factory, Socket raw, Address server)
      throws IOException {
    SSLSocket socket = (SSLSocket) factory.createSocket(raw, server.host(), server.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static void logIn(Connection connection, Login login) {
    if (login.password != null) {
      CommandArguments auth = new CommandArguments(Command.AUTH);
      if (login.user != null) {
        auth.add(login.user.getBytes(StandardCharsets.UTF_8));
      }
      connection.executeCommand(auth.add(login.password.getBytes(StandardCharsets.UTF_8)));
    }
    if (login.database != 0) {
      connection.executeCommand(new CommandArguments(Command.SELECT).add(login.database));
    }
  }

  private static int millis(long nanos) throws SocketTimeoutException {
    if (nanos <= 0) {
      throw new SocketTimeoutException("no time left to connect");
    }
    return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  @Override
  public void close() {
    watchdog.close();
    lookup.close();
  }
}
