package dev.larder.cache.redis;

import java.io.IOException;
import java.net.Socket;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/**
 * One connection to the server, logged in. It belongs to one thread at a time; only {@link #cut} is
 * for others.
 */
final class Link {

  private final Connection connection;
  private final Socket stream;
  private final Socket raw;
  private final int generation;
  private long idleSince;

  /**
   * Takes over an open connection.
   *
   * @param stream the socket that the connection reads from and writes to
   * @param raw the socket below TLS, which can be closed without waiting for anything
   * @param generation the generation it was opened in; see {@link Links}
   */
  Link(Connection connection, Socket stream, Socket raw, int generation) {
    this.connection = connection;
    this.stream = stream;
    this.raw = raw;
    this.generation = generation;
  }

  Connection connection() {
    return connection;
  }

  /** Returns the socket for whoever speaks on it without the connection, from now on. */
  Socket stream() {
    return stream;
  }

  Socket raw() {
    return raw;
  }

  int generation() {
    return generation;
  }

  long idleSince() {
    return idleSince;
  }

  void idleSince(long nanoTime) {
    idleSince = nanoTime;
  }

  void ping() {
    ping(connection);
  }

  /** Asks whether the server answers; returns its answer. */
  static Object ping(Connection connection) {
    return connection.executeCommand(new CommandArguments(Command.PING));
  }

  /** Closes the socket; a read or write on another thread ends with an exception. */
  void cut() {
    closeQuietly(raw);
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      System.getLogger(Link.class.getName())
          .log(System.Logger.Level.DEBUG, "closing a connection failed", e);
    }
  }
}
