package dev.larder.rest;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Keeps every body within the limit, whether its length is declared or not. It stands behind
 * authorization: who may not send is told so first.
 */
@Provider
@Priority(Priorities.ENTITY_CODER - 100)
@ApplicationScoped
public class BodyLimitFilter implements ContainerRequestFilter {

  @Inject Limits limits;

  @Override
  public void filter(ContainerRequestContext context) {
    // Not JAX-RS' own reading, which fails for what is no int.
    String length = context.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (length != null && Long.parseLong(length) > limits.body()) {
      throw BoundedInputStream.tooLarge(limits.body());
    }
    context.setEntityStream(new BoundedInputStream(context.getEntityStream(), limits.body()));
  }
}
