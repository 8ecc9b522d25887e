package dev.larder.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A bad network on command: a loopback port behind which another one is, and what passes between
 * them as a test says. Nothing of a stream is ever lost but by {@link #cut} and {@link
 * #cutConnections}: what a black hole holds back arrives after {@link #restore}, late, as it does
 * when packets are sent again.
 *
 * <p>Thread-safe. {@link #close} ends its threads.
 */
public final class TcpProxy implements AutoCloseable {

  /** One of the two streams of a connection. */
  public enum Way {
    TO_SERVER,
    TO_CLIENT
  }

  private static final int CONNECT_MILLIS = 5_000;
  private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

  private final int port;
  private final int target;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "tcp-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final TcpProxyGate gate = new TcpProxyGate();

  private final Object lock = new Object();
  private final Set<TcpProxyConnection> connections = new HashSet<>();
  private @Nullable ServerSocket listener;
  private @Nullable Future<?> acceptor;
  private int accepted;
  private boolean closed;

  private TcpProxy(int target) {
    this.target = target;
    this.port = TestPlace.freePort();
    listen();
  }

  /** Starts a proxy in front of a loopback port, where nothing needs to listen yet. */
  public static TcpProxy start(int target) {
    return new TcpProxy(target);
  }

  /** The port on 127.0.0.1 to connect to, the same for its whole life. */
  public int port() {
    return port;
  }

  /** How many connections came since the start. */
  public int accepted() {
    synchronized (lock) {
      return accepted;
    }
  }

  /** How many connections are open now. */
  public int open() {
    synchronized (lock) {
      return connections.size();
    }
  }

  /** Resets every connection (RST) and refuses new ones until {@link #restore}. */
  public void cut() {
    stopListening();
    cutConnections();
  }

  /** Resets every connection (RST); new ones are accepted. */
  public void cutConnections() {
    synchronized (lock) {
      resetAll();
    }
  }

  /** Accepts connections and keeps them open, and forwards nothing, not even that one ended. */
  public void blackHole() {
    gate.shut(Way.TO_SERVER);
    gate.shut(Way.TO_CLIENT);
  }

  /** Forwards nothing in one direction, not even the end of a stream. */
  public void blackHole(Way way) {
    gate.shut(way);
  }

  /** Lets everything arrive later by so much, at most twice as much. */
  public void delay(Duration delay) {
    gate.delay(delay);
  }

  /** Forwards everything at once again, what was held back included, and accepts connections. */
  public void restore() {
    gate.open();
    synchronized (lock) {
      if (!closed && listener == null) {
        listen();
      }
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
    cut();
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("a thread of the proxy on port " + port + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void listen() {
    ServerSocket opened = bound();
    listener = opened;
    acceptor = threads.submit(() -> accept(opened));
  }

  /** Somebody may have the port for a moment, as the near end of a connection. */
  private ServerSocket bound() {
    long begin = System.nanoTime();
    while (true) {
      try {
        ServerSocket socket = new ServerSocket();
        try {
          socket.setReuseAddress(true);
          socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
          return socket;
        } catch (IOException e) {
          socket.close();
          throw e;
        }
      } catch (IOException e) {
        if (System.nanoTime() - begin > PATIENCE_NANOS) {
          throw new UncheckedIOException("cannot listen on port " + port, e);
        }
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  /** The port is open until the thread that accepts has noticed. */
  private void stopListening() {
    Future<?> ending;
    synchronized (lock) {
      ServerSocket open = listener;
      ending = acceptor;
      if (open == null || ending == null) {
        return;
      }
      listener = null;
      try {
        open.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    try {
      ending.get(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the proxy on port " + port + " still accepts", e);
    }
  }

  private void resetAll() {
    connections.forEach(TcpProxyConnection::reset);
    connections.clear();
    gate.wake();
  }

  private void accept(ServerSocket from) {
    while (true) {
      Socket client;
      try {
        client = from.accept();
      } catch (IOException e) {
        // It was closed: by a cut, or for good.
        return;
      }
      synchronized (lock) {
        if (!closed) {
          threads.execute(() -> join(client, from));
        }
      }
    }
  }

  private void join(Socket client, ServerSocket from) {
    TcpProxyConnection connection = new TcpProxyConnection(client, gate, this::ended);
    synchronized (lock) {
      accepted++;
      if (listener == null || listener != from) {
        // A cut came between.
        connection.reset();
        return;
      }
      connections.add(connection);
    }
    if (connection.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS)) {
      synchronized (lock) {
        if (!closed) {
          threads.execute(connection::pumpToClient);
        }
      }
      connection.pumpToServer();
    }
  }

  private void ended(TcpProxyConnection connection) {
    synchronized (lock) {
      connections.remove(connection);
    }
  }
}
