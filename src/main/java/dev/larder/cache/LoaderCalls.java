package dev.larder.cache;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one place where loaders are called: each call is counted and timed, whatever comes of it.
 * Thread-safe.
 */
final class LoaderCalls {

  private final CacheEvents events;
  private final Refreshes refreshes;
  private final LongSupplier nanoTime;

  LoaderCalls(CacheEvents events, Refreshes refreshes, LongSupplier nanoTime) {
    this.events = events;
    this.refreshes = refreshes;
    this.nanoTime = nanoTime;
  }

  /** Calls the loader of a request, in this thread. */
  <T> @Nullable T load(LoadRequest<T> request) {
    long start = nanoTime.getAsLong();
    try {
      T value = request.loader().load();
      long nanos = nanoTime.getAsLong() - start;
      events.loaded(nanos);
      refreshes.took(request, nanos);
      return value;
    } catch (Throwable failure) {
      // Every failure is counted, and thrown on: checked ones wrapped.
      events.loadFailed(nanoTime.getAsLong() - start);
      if (failure instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new LoaderException(failure);
    }
  }
}
