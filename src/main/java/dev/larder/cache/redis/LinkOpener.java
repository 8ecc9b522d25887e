package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
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
 * user with few rights can log in.
 */
final class LinkOpener implements AutoCloseable {

  private final RedisUrl url;
  private final @Nullable SSLSocketFactory tls;
  private final HostLookup lookup;
  private final Watchdog watchdog;

  LinkOpener(RedisSettings settings, Watchdog watchdog, HostLookup.Resolver resolver) {
    this.url = settings.url();
    this.tls = url.tls() ? Trust.socketFactory(settings.tlsCa()) : null;
    this.lookup = new HostLookup(url.host(), resolver);
    this.watchdog = watchdog;
  }

  /**
   * Opens a connection.
   *
   * @param connectNanos the bound of look-up and TCP
   * @param timeoutNanos the bound of each silence of the server, also later
   * @param deadline when all of it must be done, as {@link System#nanoTime}
   * @throws CacheException unavailable when there is none to be had
   */
  Link open(long connectNanos, long timeoutNanos, long deadline, int generation) {
    Socket raw = null;
    Watchdog.Watch watch = Watchdog.Watch.NONE;
    boolean opened = false;
    try {
      raw = connect(System.nanoTime() + connectNanos);
      watch = watchdog.watch(deadline - System.nanoTime(), raw);
      raw.setSoTimeout(millis(timeoutNanos));
      Socket socket = tls == null ? raw : encrypt(tls, raw);
      Connection connection = new Connection(() -> socket);
      connection.connect();
      logIn(connection);
      opened = true;
      return new Link(connection, raw, generation);
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

  private Socket connect(long deadline) throws IOException {
    IOException last = new IOException("no address");
    InetAddress[] addresses = lookup.addresses(deadline - System.nanoTime());
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
        socket.connect(new InetSocketAddress(address, url.port()), millis(share));
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

  private Socket encrypt(SSLSocketFactory factory, Socket raw) throws IOException {
    SSLSocket socket = (SSLSocket) factory.createSocket(raw, url.host(), url.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private void logIn(Connection connection) {
    String password = url.password();
    if (password != null) {
      CommandArguments auth = new CommandArguments(Command.AUTH);
      String user = url.user();
      if (user != null) {
        auth.add(user.getBytes(StandardCharsets.UTF_8));
      }
      connection.executeCommand(auth.add(password.getBytes(StandardCharsets.UTF_8)));
    }
    if (url.database() != 0) {
      connection.executeCommand(new CommandArguments(Command.SELECT).add(url.database()));
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
    lookup.close();
  }
}
