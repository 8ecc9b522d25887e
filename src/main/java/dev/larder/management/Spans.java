package dev.larder.management;

import dev.larder.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Spans of what a store does for a request, for OpenTelemetry. Servers without MicroProfile
 * Telemetry have no classes for it, so that only {@link OpenTelemetrySpans} names them.
 * Thread-safe.
 */
interface Spans {

  /** There are none. */
  Spans NONE = (store, operation, nanos, failure) -> {};

  /**
   * A store has just carried out an operation in this thread, or failed to.
   *
   * @param nanos how long it took
   * @param failure null when it was carried out
   */
  void ended(String store, String operation, long nanos, @Nullable CacheException failure);

  /** Returns what this server can do. */
  static Spans find() {
    try {
      Class.forName(
          "io.opentelemetry.api.trace.Tracer",
          false,
          Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      return NONE;
    }
    return new OpenTelemetrySpans();
  }
}
