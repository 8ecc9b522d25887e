package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.ChangeFeed;
import dev.larder.cache.redis.TrackingBoard.Reports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A feed from its opening to its closing: one keeper for each server that takes writes, as servers
 * come and go, and one thread that starts and stops the keepers.
 *
 * <p><b>Why no read of a new server is kept before its changes are told.</b> The store hands over
 * the new servers before it asks one of them anything. On the same thread the board learns that
 * there is a server without a link, and says that every key may have changed; so the reader whose
 * question finds its way to the new server keeps nothing, and neither does anybody until the new
 * link has confirmed something.
 */
final class TrackingSession implements Runnable {

  /**
   * A server from its coming to its going. When it comes back it is another one, so that a keeper
   * which is about to end does not speak for it.
   */
  private record Server(String id, int version) {}

  /** How often is looked whether the servers are the right ones, which is then mostly no work. */
  private static final long LOOK_MILLIS = TimeUnit.SECONDS.toMillis(1);

  private final RedisStore store;
  private final ThreadFactory threads;
  private final long openNanos;
  private final BiFunction<Reports<TrackingLink>, Primary, TrackingLink> maker;
  private final TrackingBoard<Server, TrackingLink> board;
  private final TrackingNews news = new TrackingNews();
  private final Pauses pauses = new Pauses();

  /** Guards what follows. Nothing is asked of the store while it is held. */
  private final Object lock = new Object();

  private final Map<Server, TrackingKeeper> keepers = new HashMap<>();

  /** The threads that were started and may not have ended. */
  private final List<Thread> running = new ArrayList<>();

  /** Replaced, never changed. */
  private @Nullable Map<Server, Primary> servers;

  private int version;
  private boolean closed;

  TrackingSession(
      RedisStore store,
      ThreadFactory threads,
      long openNanos,
      BiFunction<Reports<TrackingLink>, Primary, TrackingLink> maker,
      ChangeFeed.Listener listener) {
    this.store = store;
    this.threads = threads;
    this.openNanos = openNanos;
    this.maker = maker;
    this.board = new TrackingBoard<>(listener);
  }

  /**
   * Begins.
   *
   * @throws IllegalStateException when there is no thread to be had; then nothing was begun
   */
  void start() {
    Thread thread = thread(this);
    store.whenPrimariesChange(this::changed);
    begin(thread);
  }

  private Thread thread(Runnable work) {
    Thread thread = threads.newThread(work);
    if (thread == null) {
      throw new IllegalStateException("there is no thread for the feed of changes");
    }
    return thread;
  }

  private void begin(Thread thread) {
    synchronized (lock) {
      thread.start();
      running.add(thread);
    }
  }

  private void changed(List<Primary> now) {
    synchronized (lock) {
      version++;
      adopt(now);
    }
  }

  private void adopt(List<Primary> now) {
    Set<Server> known = servers == null ? Set.of() : servers.keySet();
    Map<Server, Primary> next = new HashMap<>();
    for (Primary primary : now) {
      Server server =
          known.stream()
              .filter(each -> each.id.equals(primary.id()))
              .findAny()
              .orElseGet(() -> new Server(primary.id(), version));
      next.put(server, primary);
    }
    servers = next;
    board.expect(Set.copyOf(next.keySet()));
    lock.notifyAll();
  }

  @Override
  public void run() {
    try {
      find();
      follow();
    } catch (InterruptedException e) {
      // The owner of the thread wants it back.
      Thread.currentThread().interrupt();
    }
  }

  /** Asks which servers there are, until somebody has learnt it. */
  private void find() {
    while (!pauses.isStopped()) {
      int before;
      synchronized (lock) {
        before = version;
      }
      try {
        List<Primary> found = store.topology().primaries();
        synchronized (lock) {
          // What the store has handed over meanwhile is newer.
          if (version == before) {
            adopt(found);
          }
        }
        news.found();
        return;
      } catch (CacheException e) {
        if (!pauses.isStopped()) {
          news.missing(e);
        }
      }
      pauses.pause();
    }
  }

  private void follow() throws InterruptedException {
    Map<Server, Primary> done = null;
    while (true) {
      synchronized (lock) {
        if (closed) {
          return;
        }
        Map<Server, Primary> now = servers;
        if (now == done || now == null) {
          lock.wait(LOOK_MILLIS);
        } else if (keep(now)) {
          done = now;
        } else {
          // There was no thread; there may be one later.
          lock.wait(LOOK_MILLIS);
        }
      }
      // While all reads are served near, no call does so.
      store.topology().lookAgain();
    }
  }

  /** Has one keeper for each server and no other; returns whether all could be started. */
  private boolean keep(Map<Server, Primary> now) {
    for (Server server : Set.copyOf(keepers.keySet())) {
      TrackingKeeper keeper = keepers.get(server);
      if (keeper != null && !now.containsKey(server)) {
        keepers.remove(server);
        keeper.stop();
      }
    }
    running.removeIf(thread -> !thread.isAlive());
    try {
      now.forEach(this::start);
      return true;
    } catch (IllegalStateException e) {
      news.missing(new CacheException(CacheException.Reason.UNAVAILABLE, "no thread to be had"));
      return false;
    }
  }

  private void start(Server server, Primary primary) {
    if (keepers.containsKey(server)) {
      return;
    }
    TrackingKeeper keeper =
        new TrackingKeeper(
            () -> primary.open(System.nanoTime() + openNanos),
            reports -> maker.apply(reports, primary),
            board.of(server),
            // While copies are not used, reads go to the store: one of them learns what has
            // changed.
            () -> store.topology().suspect(primary));
    begin(thread(keeper));
    keepers.put(server, keeper);
  }

  /** Ends it; waits a while for its threads, which are told to end and whose links are cut. */
  void close(long nanos) {
    store.whenPrimariesChange(none -> {});
    board.close();
    pauses.stop();
    List<Thread> ending;
    synchronized (lock) {
      closed = true;
      keepers.values().forEach(TrackingKeeper::stop);
      ending = List.copyOf(running);
      lock.notifyAll();
    }
    long end = System.nanoTime() + nanos;
    try {
      for (Thread thread : ending) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        thread.join(Math.max(1, left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (ending.stream().anyMatch(Thread::isAlive)) {
      System.getLogger("dev.larder.cache")
          .log(System.Logger.Level.WARNING, "The feed of changes did not end in time");
    }
  }
}
