package dev.larder.rest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests that are under way, and their end when the service stops: those that would last are
 * told to end, and all are waited for. Thread-safe.
 *
 * <p>Server difference: shutdown order. A server waits for requests less than half a second before
 * it takes the application apart under them. Jersey then refuses to leave the request's scope, and
 * the server's thread keeps it in a thread-local variable, and with it the class loader of the
 * application, for good.
 */
@ApplicationScoped
public class UnderWay {

  private final AtomicInteger requests = new AtomicInteger();
  private final Queue<Runnable> endings = new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;

  /**
   * Has something told when the service stops, before requests are waited for.
   *
   * @param ending ends work that would last; quick, may be called more than once, throws nothing
   */
  public void whenStopping(Runnable ending) {
    endings.add(ending);
    if (stopping) {
      ending.run();
    }
  }

  void begin() {
    requests.incrementAndGet();
  }

  void end() {
    if (requests.decrementAndGet() == 0 && stopping) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /**
   * Ends what would last, and waits until no request is under way.
   *
   * @param atMost how long it waits
   * @return how many requests are under way all the same
   */
  int stop(Duration atMost) {
    stopping = true;
    endings.forEach(Runnable::run);
    long end = System.nanoTime() + atMost.toNanos();
    try {
      synchronized (this) {
        long left = atMost.toNanos();
        while (requests.get() > 0 && left > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
          left = end - System.nanoTime();
        }
      }
    } catch (InterruptedException e) {
      // The server does not want to wait.
      Thread.currentThread().interrupt();
    }
    return requests.get();
  }
}
