package dev.larder.rest;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request without a body and without a {@code Content-Type} where a body is asked for.
 * JAX-RS has no reader for that and hands {@code null} on, which no {@link JsonProvider} ever sees.
 */
@Provider
public class EmptyBodyInterceptor implements ReaderInterceptor {

  /** Called by the container. */
  public EmptyBodyInterceptor() {}

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    @Nullable Object read = context.proceed();
    if (read == null) {
      throw JsonProvider.noBody();
    }
    return read;
  }
}
