package dev.larder.cache.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The addresses of hosts, looked up with a bound in time, which {@link InetAddress} itself does not
 * have: a look-up runs on a daemon thread, and whoever needs the same host meanwhile waits for the
 * same look-up. So a name server that hangs holds one thread for each host, and at most {@link
 * #THREADS}, which {@link #close} lets go.
 */
final class HostLookup implements AutoCloseable {

  /** Finds the addresses of a host. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private static final int THREADS = 4;

  /** A host that is an address needs nobody to be asked. */
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");

  private final Resolver resolver;
  private final ThreadPoolExecutor executor;
  private final Object lock = new Object();
  private final Map<String, CompletableFuture<InetAddress[]>> running = new HashMap<>();

  HostLookup(Resolver resolver) {
    this.resolver = resolver;
    this.executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(64),
            daemons("larder-redis-lookup"));
    executor.allowCoreThreadTimeOut(true);
  }

  static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Returns the addresses of a host, at least one.
   *
   * @throws SocketTimeoutException when they are not known in time
   */
  InetAddress[] addresses(String host, long nanos) throws IOException {
    if (LITERAL.matcher(host).matches()) {
      return InetAddress.getAllByName(host);
    }
    try {
      return current(host).get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("the name look-up took too long");
    } catch (RejectedExecutionException e) {
      throw new IOException("too many names are being looked up", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while looking up a name", e);
    }
  }

  private CompletableFuture<InetAddress[]> current(String host) {
    synchronized (lock) {
      running.values().removeIf(CompletableFuture::isDone);
      CompletableFuture<InetAddress[]> found = running.get(host);
      if (found == null) {
        found = new CompletableFuture<>();
        CompletableFuture<InetAddress[]> next = found;
        executor.execute(() -> resolve(host, next));
        running.put(host, next);
      }
      return found;
    }
  }

  private void resolve(String host, CompletableFuture<InetAddress[]> result) {
    try {
      result.complete(resolver.resolve(host));
    } catch (UnknownHostException | RuntimeException e) {
      // Whoever waits must learn of any failure.
      result.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
