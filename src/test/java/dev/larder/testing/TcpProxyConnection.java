package dev.larder.testing;

import dev.larder.testing.TcpProxy.Way;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.function.Consumer;

/** One connection through a {@link TcpProxy}: two sockets, and what passes between them. */
final class TcpProxyConnection {

  private final Socket client;
  private final Socket server = new Socket();
  private final TcpProxyGate gate;
  private final Consumer<TcpProxyConnection> ended;
  private volatile boolean over;

  TcpProxyConnection(Socket client, TcpProxyGate gate, Consumer<TcpProxyConnection> ended) {
    this.client = client;
    this.gate = gate;
    this.ended = ended;
  }

  /** Connects to the server; false, and the client's side is reset, if that is not possible. */
  boolean connect(SocketAddress address, int timeoutMillis) {
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(address, timeoutMillis);
      return true;
    } catch (IOException e) {
      // What a client sees whose server is not there.
      if (gate.pass(Way.TO_CLIENT, this::isWanted)) {
        reset();
      }
      ended.accept(this);
      return false;
    }
  }

  void pumpToServer() {
    pump(client, server, Way.TO_SERVER);
  }

  void pumpToClient() {
    pump(server, client, Way.TO_CLIENT);
  }

  /** Ends both sides with a RST. */
  void reset() {
    over = true;
    reset(client);
    reset(server);
  }

  private static void reset(Socket socket) {
    try (socket) {
      // Lingering for no time is what makes a close a RST.
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // It was closed already, in the normal way or because it could not connect.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void pump(Socket from, Socket to, Way way) {
    byte[] buffer = new byte[16_384];
    try {
      while (gate.pass(way, this::isWanted)) {
        int length = read(from, buffer);
        // The end of a stream does not get through a black hole either.
        if (!gate.arrive(way, this::isWanted) || length < 0) {
          return;
        }
        if (!write(to, buffer, length)) {
          // It is the other end that is gone, and that has to get back to this one.
          gate.arrive(way == Way.TO_SERVER ? Way.TO_CLIENT : Way.TO_SERVER, this::isWanted);
          return;
        }
      }
    } finally {
      finish();
    }
  }

  /** As {@link InputStream#read(byte[])}; a reset is an end too. */
  private static int read(Socket from, byte[] buffer) {
    try {
      return from.getInputStream().read(buffer);
    } catch (IOException e) {
      return -1;
    }
  }

  private static boolean write(Socket to, byte[] buffer, int length) {
    try {
      to.getOutputStream().write(buffer, 0, length);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isWanted() {
    return !over;
  }

  private void finish() {
    over = true;
    gate.wake();
    try (client;
        server) {
      ended.accept(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
