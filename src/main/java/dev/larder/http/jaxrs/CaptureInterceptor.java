package dev.larder.http.jaxrs;

import dev.larder.http.HeaderFields;
import dev.larder.http.Storability.Storable;
import dev.larder.http.StoredResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a copy of a body while it is written, and stores it when all of it was written. It is the
 * innermost interceptor: what it sees are the identity bytes, before any content coding.
 */
final class CaptureInterceptor implements WriterInterceptor {

  private final ResponseCaching caching;

  CaptureInterceptor(ResponseCaching caching) {
    this.caching = caching;
  }

  @Override
  public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
    Forwarded forwarded =
        context.getProperty(Exchange.PROPERTY) instanceof Exchange exchange
            ? exchange.forwarded()
            : null;
    Capture capture = forwarded == null ? null : forwarded.takeCapture();
    if (forwarded == null || capture == null) {
      context.proceed();
      return;
    }
    try {
      capture(context, forwarded, capture);
    } finally {
      // Also after an exception, of the resource's or because the client is gone: nothing is
      // stored, and whoever waits goes on.
      forwarded.end(FlightResult.NOTHING_STORED);
    }
  }

  private void capture(WriterInterceptorContext context, Forwarded forwarded, Capture capture)
      throws IOException {
    OutputStream out = context.getOutputStream();
    boolean holds = !Streams.flows(context.getType());
    CaptureStream stream =
        new CaptureStream(
            out, caching.settings().maxBody(), holds, () -> caching.notStorable(forwarded));
    context.setOutputStream(stream);
    context.proceed();
    byte[] body = stream.body();
    if (body == null) {
      return;
    }
    Capture complete =
        new Capture(
            capture.status(),
            new Storable(
                withType(capture.storable().fields(), context),
                capture.storable().selecting(),
                capture.storable().keep()),
            capture.responseTime());
    StoredResponse stored = caching.stored(forwarded, complete, body);
    if (holds && !context.getHeaders().containsKey(HttpHeaders.ETAG)) {
      stored
          .fields()
          .first(HttpHeaders.ETAG)
          .ifPresent(etag -> context.getHeaders().putSingle(HttpHeaders.ETAG, etag));
    }
    stream.release();
    caching.store(forwarded, stored, complete.storable().keep());
  }

  private static HeaderFields withType(HeaderFields fields, WriterInterceptorContext context) {
    if (fields.has(HttpHeaders.CONTENT_TYPE) || context.getMediaType() == null) {
      return fields;
    }
    return fields.with(HttpHeaders.CONTENT_TYPE, text(context));
  }

  private static String text(WriterInterceptorContext context) {
    @Nullable Object first = context.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
    return first instanceof String string ? string : context.getMediaType().toString();
  }
}
