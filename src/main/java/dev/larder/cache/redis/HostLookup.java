package dev.larder.cache.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of one host, looked up with a bound in time, which {@link InetAddress} itself does
 * not have: a look-up runs on a daemon thread, and whoever needs the addresses meanwhile waits for
 * the same look-up. So one hanging name server holds one thread, which {@link #close} lets go.
 */
final class HostLookup implements AutoCloseable {

  /** Finds the addresses of a host. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final String host;
  private final Resolver resolver;
  private final ThreadPoolExecutor executor;
  private final Object lock = new Object();
  private @Nullable CompletableFuture<InetAddress[]> running;

  HostLookup(String host, Resolver resolver) {
    this.host = host;
    this.resolver = resolver;
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(1),
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
   * Returns the addresses, at least one.
   *
   * @throws SocketTimeoutException when they are not known in time
   */
  InetAddress[] addresses(long nanos) throws IOException {
    try {
      return current().get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("the name look-up took too long");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while looking up a name", e);
    }
  }

  private CompletableFuture<InetAddress[]> current() {
    synchronized (lock) {
      if (running != null && !running.isDone()) {
        return running;
      }
      CompletableFuture<InetAddress[]> next = new CompletableFuture<>();
      running = next;
      executor.execute(() -> resolve(next));
      return next;
    }
  }

  private void resolve(CompletableFuture<InetAddress[]> result) {
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
