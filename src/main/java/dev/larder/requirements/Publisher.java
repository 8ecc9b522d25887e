package dev.larder.requirements;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs publications one after another, on threads of an executor. A publication serves everybody
 * who asked before it began, so that at most one runs and one waits, however many ask. Thread-safe.
 */
final class Publisher {

  private final Supplier<Published> publication;
  private final Executor executor;
  private final Consumer<Published> listener;

  private final Object lock = new Object();
  private @Nullable CompletableFuture<Published> next;
  private boolean running;
  private volatile boolean behind = true;

  /**
   * @param publication throws nothing but errors of the program
   * @param listener is told of each end, on the thread of the publication; quick, throws nothing
   */
  Publisher(Supplier<Published> publication, Executor executor, Consumer<Published> listener) {
    this.publication = publication;
    this.executor = executor;
    this.listener = listener;
  }

  /**
   * Whether the cache may miss something that this process has committed: a publication was asked
   * for and has not succeeded since.
   */
  boolean isBehind() {
    return behind;
  }

  /** Asks for a publication that begins after this call. It throws nothing. */
  CompletableFuture<Published> request() {
    CompletableFuture<Published> asked;
    synchronized (lock) {
      behind = true;
      if (next != null) {
        return next;
      }
      asked = new CompletableFuture<>();
      next = asked;
      if (running) {
        return asked;
      }
      running = true;
    }
    try {
      executor.execute(this::work);
    } catch (RejectedExecutionException e) {
      // The application is being stopped; whoever starts next publishes.
      synchronized (lock) {
        running = false;
        next = null;
      }
      asked.complete(new Published.Failed(e));
    }
    return asked;
  }

  /** Asks for a publication and waits for it, at most so long; it goes on afterwards. */
  Published requestAndWait(Duration atMost) {
    try {
      return request().get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new Published.Failed(
          new IllegalStateException("the cache was not written within " + atMost, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Published.Failed(new IllegalStateException("interrupted", e));
    } catch (ExecutionException e) {
      return new Published.Failed(new IllegalStateException("the publication failed", e));
    }
  }

  private void work() {
    while (true) {
      CompletableFuture<Published> current;
      synchronized (lock) {
        if (next == null) {
          running = false;
          return;
        }
        current = next;
        next = null;
      }
      Published published = published();
      synchronized (lock) {
        // Somebody who asked meanwhile is not served by this one.
        if (next == null && !(published instanceof Published.Failed)) {
          behind = false;
        }
      }
      listener.accept(published);
      current.complete(published);
    }
  }

  private Published published() {
    try {
      return publication.get();
    } catch (RuntimeException e) {
      // An error of the program or the server must not leave those who wait without an answer.
      return new Published.Failed(e);
    } catch (Error e) {
      // Nor may one, such as a lack of memory, end publishing for good.
      return new Published.Failed(new IllegalStateException("the publication failed", e));
    }
  }
}
