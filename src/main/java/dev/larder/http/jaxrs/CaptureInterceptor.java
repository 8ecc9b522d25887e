package dev.larder.http.jaxrs;

import dev.larder.http.HeaderFields;
import dev.larder.http.Storability.Storable;
import dev.larder.http.StoredResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

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
    if (forwarded == null || capture == null || forwarded.hasEnded()) {
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
    Map<String, String> before = texts(context);
    CaptureStream stream =
        new CaptureStream(
            out, caching.settings().maxBody(), holds, () -> caching.notStorable(forwarded));
    context.setOutputStream(stream);
    context.proceed();
    byte[] body = stream.body();
    if (body == null) {
      return;
    }
    if (!isWhole(capture, body)) {
      caching.notStorable(forwarded);
      stream.release();
      return;
    }
    Capture complete =
        capture.as(
            new Storable(
                withWritten(capture.storable().fields(), before, context),
                capture.storable().selecting(),
                capture.storable().keep()));
    StoredResponse stored = caching.stored(forwarded, complete, body);
    if (holds && !context.getHeaders().containsKey(HttpHeaders.ETAG)) {
      stored
          .fields()
          .first(HttpHeaders.ETAG)
          .ifPresent(etag -> context.getHeaders().putSingle(HttpHeaders.ETAG, etag));
    }
    stream.release();
    caching.store(forwarded, stored, complete.storable());
  }

  /** A body that is shorter than it says has broken off, though nobody has thrown anything. */
  private static boolean isWhole(Capture capture, byte[] body) {
    return capture
        .seen()
        .first(HttpHeaders.CONTENT_LENGTH)
        .map(length -> length.strip().equals(Integer.toString(body.length)))
        .orElse(true);
  }

  /**
   * Adds what the writer has set: it runs inside of this interceptor. Fields that others set
   * outside are set again on a hit.
   */
  private static HeaderFields withWritten(
      HeaderFields fields, Map<String, String> before, WriterInterceptorContext context) {
    HeaderFields complete = fields;
    for (Map.Entry<String, String> now : texts(context).entrySet()) {
      if (!now.getValue().equals(before.get(now.getKey()))) {
        complete = complete.with(now.getKey(), now.getValue());
      }
    }
    if (!complete.has(HttpHeaders.CONTENT_TYPE) && context.getMediaType() != null) {
      complete = complete.with(HttpHeaders.CONTENT_TYPE, context.getMediaType().toString());
    }
    return complete;
  }

  /** Returns the fields that have one value, as far as it is a text or a media type. */
  private static Map<String, String> texts(WriterInterceptorContext context) {
    Map<String, String> texts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    context
        .getHeaders()
        .forEach(
            (name, values) -> {
              boolean single = values.size() == 1;
              if (single
                  && (values.get(0) instanceof String || values.get(0) instanceof MediaType)) {
                texts.put(name, values.get(0).toString());
              }
            });
    return texts;
  }
}
