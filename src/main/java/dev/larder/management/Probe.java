package dev.larder.management;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A look at something that may hang, with a bound: at most one look is under way, whoever asks
 * meanwhile waits for that one and at most until its bound is over, and a result holds for a short
 * while. So neither a frozen database nor a flood of questions takes more than one thread. It is
 * thread-safe.
 */
final class Probe<T> {

  private final Supplier<T> look;
  private final T otherwise;
  private final Executor executor;
  private final Duration bound;
  private final Duration fresh;
  private final LongSupplier nanoTime;

  // Guarded by this; nothing is awaited under the lock.
  private @Nullable Look<T> latest;

  /**
   * One look.
   *
   * @param started when it was, on the clock of the probe
   */
  private record Look<T>(CompletableFuture<T> result, long started) {}

  /**
   * Makes a probe.
   *
   * @param otherwise the result when the look fails, is refused or takes too long
   */
  Probe(
      Supplier<T> look,
      T otherwise,
      Executor executor,
      Duration bound,
      Duration fresh,
      LongSupplier nanoTime) {
    this.look = look;
    this.otherwise = otherwise;
    this.executor = executor;
    this.bound = bound;
    this.fresh = fresh;
    this.nanoTime = nanoTime;
  }

  T result() {
    Look<T> current = current();
    long left = bound.toNanos() - (nanoTime.getAsLong() - current.started());
    try {
      return current.result().get(Math.max(0, left), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return otherwise;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    }
  }

  private synchronized Look<T> current() {
    long now = nanoTime.getAsLong();
    if (latest != null && (!latest.result().isDone() || now - latest.started() < fresh.toNanos())) {
      return latest;
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    latest = new Look<>(result, now);
    try {
      executor.execute(
          () -> {
            try {
              result.complete(look.get());
            } catch (RuntimeException | Error e) {
              // Whatever it is, whoever waits must not wait longer.
              result.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(e);
    }
    return latest;
  }
}
