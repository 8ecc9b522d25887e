package dev.larder.cache.redis;

import dev.larder.cache.ChangeFeed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The changes of the Redis (6.0 or newer) that a store is on, told by the servers themselves: for
 * each server that takes writes a connection of its own that speaks RESP3, on which {@code CLIENT
 * TRACKING ON BCAST} is switched on, and a PING every while to know up to which moment everything
 * was told. It is thread-safe, uses one thread for each server and one besides, and opens a
 * connection again when it breaks. It follows Sentinel and Cluster with the store.
 *
 * <p>A connection on which nothing comes for eight intervals, and at least a second, is given up.
 * Redis tells of the keys of all its databases. It does not tell of SWAPDB.
 *
 * <p>The user needs {@code +client|tracking +ping}, and {@code +exists} in a cluster, which for
 * most means {@code +client|tracking} besides what {@link RedisStore} asks for (Redis 6: {@code
 * +client}). HELLO, which is sent too, needs no right. The keys asked for begin with the prefixes.
 */
public final class RedisChangeFeed implements ChangeFeed {

  /** After how many intervals without an answer a link is dead, and not before this time. */
  private static final int SILENCE = 8;

  private static final long LEAST_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration MOST = Duration.ofHours(1);

  private final RedisStore store;
  private final List<byte[]> prefixes;
  private final long openNanos;
  private final long intervalNanos;
  private final long silenceNanos;
  private final ThreadFactory threads;
  private final LongSupplier nanoTime;
  private @Nullable TrackingSession session;

  /**
   * Makes a feed; it is to be {@linkplain #open opened}.
   *
   * @param store the store that is read and written, from which it learns where the servers are; it
   *     is to be started before the feed is opened, has no other feed, and is not closed by it
   * @param prefixes what the keys begin with whose changes are told, at least one; the empty text
   *     means all keys
   * @param pingInterval the time from one PING to the next, from 1 ms to 1 hour: a quarter of the
   *     time that a near copy may be used without a new answer
   * @param threads makes the threads of the feed, which end when it is closed
   * @param nanoTime the clock of confirmed moments, in nanoseconds from any origin, never going
   *     back, and not standing still while the process is stopped
   * @throws IllegalArgumentException when a setting is out of its range
   */
  public RedisChangeFeed(
      RedisStore store,
      List<String> prefixes,
      Duration pingInterval,
      ThreadFactory threads,
      LongSupplier nanoTime) {
    if (pingInterval.compareTo(LEAST) < 0 || pingInterval.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "the interval of the feed of changes is " + pingInterval + "; allowed: 1ms to 1h");
    }
    this.store = store;
    // Sentinels may have to be asked before.
    this.openNanos =
        2 * store.settings().connectTimeout().plus(store.settings().timeout()).toNanos();
    this.prefixes = TrackedPrefixes.covering(prefixes);
    this.intervalNanos = pingInterval.toNanos();
    this.silenceNanos = Math.max(LEAST_SILENCE_NANOS, SILENCE * intervalNanos);
    this.threads = threads;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void open(Listener listener) {
    if (session != null) {
      throw new IllegalStateException("the feed of changes is open already");
    }
    TrackingSession opened =
        new TrackingSession(
            store,
            threads,
            openNanos,
            (reports, primary) ->
                new TrackingLink(
                    reports,
                    prefixes,
                    primary.servedKey(prefixes),
                    intervalNanos,
                    silenceNanos,
                    nanoTime),
            listener);
    opened.start();
    session = opened;
  }

  @Override
  public synchronized void close() {
    if (session != null) {
      session.close(2 * openNanos);
      session = null;
    }
  }
}
