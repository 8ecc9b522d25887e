package dev.larder.management;

import dev.larder.cache.CacheException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spans by the tracer that MicroProfile Telemetry offers as a bean. They belong to the span of the
 * request that is under way in the thread; without one, as when tracing is off, there are none.
 * They name no key and no value.
 */
final class OpenTelemetrySpans implements Spans {

  private static final System.Logger LOG = System.getLogger("dev.larder.management");

  /** The memory of this node takes microseconds, of which nobody wants a span. */
  private static final String MEMORY = "memory";

  private volatile @Nullable Tracer tracer;
  private volatile boolean looked;

  @Override
  public void ended(String store, String operation, long nanos, @Nullable CacheException failure) {
    if (store.equals(MEMORY) || !Span.current().isRecording()) {
      return;
    }
    Tracer known = tracer();
    if (known == null) {
      return;
    }
    // Made afterwards, so that nothing has to be carried through the call.
    long end = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    Span span =
        known
            .spanBuilder(store + " " + operation)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("db.system", store)
            .setAttribute("db.operation", operation)
            .setStartTimestamp(end - nanos, TimeUnit.NANOSECONDS)
            .startSpan();
    if (failure != null) {
      span.setStatus(StatusCode.ERROR, KeyMeters.token(failure.reason()));
    }
    span.end(end, TimeUnit.NANOSECONDS);
  }

  private @Nullable Tracer tracer() {
    if (!looked) {
      tracer = lookUp();
      looked = true;
    }
    return tracer;
  }

  private static @Nullable Tracer lookUp() {
    try {
      Instance<Tracer> offered = CDI.current().select(Tracer.class);
      return offered.isResolvable() ? offered.get() : null;
    } catch (RuntimeException e) {
      // Tracing is a help, and no reason to fail a request.
      LOG.log(System.Logger.Level.WARNING, "There is no tracer; the cache makes no spans", e);
      return null;
    }
  }
}
