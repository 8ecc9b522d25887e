package dev.larder.cache.redis;

import java.net.Socket;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts connections whose time is up. A read has the socket's time-out, but nothing ends a write to
 * a server that stopped reading: the kernel goes on asking it for ever. So what may fill the send
 * buffer, and whatever takes several reads, is watched.
 *
 * <p>There is one daemon thread, only while something is watched and some seconds after; {@link
 * #close} ends it.
 */
final class Watchdog implements AutoCloseable {

  private final ScheduledThreadPoolExecutor timer;

  Watchdog() {
    timer = new ScheduledThreadPoolExecutor(1, HostLookup.daemons("larder-redis-watchdog"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setKeepAliveTime(5, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  /** Closes a socket after so many nanoseconds, unless the watch is {@link Watch#end}ed before. */
  Watch watch(long nanos, Socket socket) {
    Watch watch = new Watch(socket);
    try {
      watch.task = timer.schedule(watch, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The store is closed meanwhile: the exchange ends as on any connection that was cut.
      Link.closeQuietly(socket);
    }
    return watch;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** One connection that is watched. */
  static final class Watch implements Runnable {

    /** Watches nothing. */
    static final Watch NONE = new Watch(null);

    private final @Nullable Socket socket;
    private @Nullable Future<?> task;
    private volatile boolean fired;

    private Watch(@Nullable Socket socket) {
      this.socket = socket;
    }

    @Override
    public void run() {
      if (socket != null) {
        fired = true;
        Link.closeQuietly(socket);
      }
    }

    /** Returns whether the connection was cut because its time was up. */
    boolean hasFired() {
      return fired;
    }

    void end() {
      if (task != null) {
        task.cancel(false);
      }
    }
  }
}
