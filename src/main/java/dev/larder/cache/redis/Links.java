package dev.larder.cache.redis;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The pool of connections. It opens none itself, has no thread and no MBean, and never does one
 * caller's work on the thread of another, so a caller's bound in time is its own.
 *
 * <p>A permit is held by each caller that uses a connection. A connection is either in use under a
 * permit or idle; it is put back before its permit is released, and a caller opens one only when
 * there is no idle one. So there are never more connections than permits.
 *
 * <p>When a connection breaks, all that were opened before are suspected: the generation moves on,
 * the idle ones are closed, and those in use are closed when they come back.
 */
final class Links {

  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final int size;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<Link> idle = new ConcurrentLinkedDeque<>();
  private final Set<Link> inUse = ConcurrentHashMap.newKeySet();
  private final AtomicInteger generation = new AtomicInteger();
  private volatile boolean closed;
  private volatile boolean retired;

  Links(int size) {
    this.size = size;
    this.permits = new Semaphore(size, true);
  }

  /** Waits for a permit; returns whether there was one in time. */
  boolean enter(long nanos) throws InterruptedException {
    return permits.tryAcquire(nanos, TimeUnit.NANOSECONDS);
  }

  void leave() {
    permits.release();
  }

  int generation() {
    return generation.get();
  }

  /** Takes the connection that was used last, or {@code null} when none is idle. */
  @Nullable Link takeIdle() {
    for (Link link = idle.pollFirst(); link != null; link = idle.pollFirst()) {
      inUse.add(link);
      if (isUsable(link)) {
        return link;
      }
      discard(link);
    }
    return null;
  }

  /** Takes in a connection just opened. */
  void opened(Link link) {
    inUse.add(link);
    if (closed) {
      // close() may have looked before it was there.
      link.cut();
    }
  }

  /** Puts a connection back that is in order. */
  void putBack(Link link) {
    long now = System.nanoTime();
    if (!isUsable(link)) {
      discard(link);
      return;
    }
    link.idleSince(now);
    inUse.remove(link);
    idle.addFirst(link);
    if (closed || retired) {
      closeIdle();
      return;
    }
    Link oldest = idle.peekLast();
    if (oldest != null && now - oldest.idleSince() > IDLE_NANOS && idle.remove(oldest)) {
      oldest.cut();
    }
  }

  /** Closes a connection in use. */
  void discard(Link link) {
    inUse.remove(link);
    link.cut();
  }

  /**
   * Suspects every connection as old as this one; returns whether none of its age was suspected
   * before.
   */
  boolean suspect(Link broken) {
    return suspectAll(broken.generation());
  }

  /** Suspects every connection of a generation, unless that was done before. */
  boolean suspectAll(int old) {
    boolean first = generation.compareAndSet(old, old + 1);
    if (first) {
      closeIdle();
    }
    return first;
  }

  /**
   * Lets everything end in order, since nobody will come any more: what runs goes on, and no
   * connection is kept after it.
   */
  void retire() {
    retired = true;
    closeIdle();
  }

  private boolean isUsable(Link link) {
    return !closed && !retired && link.generation() == generation.get();
  }

  private void closeIdle() {
    for (Link link = idle.pollFirst(); link != null; link = idle.pollFirst()) {
      link.cut();
    }
  }

  /** Closes every connection; those in use end with an exception. */
  void close() {
    closed = true;
    closeIdle();
    inUse.forEach(Link::cut);
  }

  boolean isClosed() {
    return closed;
  }

  int size() {
    return size;
  }

  int active() {
    return inUse.size();
  }

  int idle() {
    return idle.size();
  }

  int waiters() {
    return permits.getQueueLength();
  }
}
