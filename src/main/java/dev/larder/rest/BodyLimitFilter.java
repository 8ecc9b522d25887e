package dev.larder.rest;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

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
    List<String> lengths = context.getHeaders().get(HttpHeaders.CONTENT_LENGTH);
    if (lengths != null && lengths.size() > 1) {
      // Servers let it pass when both are the same; a length that is told twice is no length.
      throw new ProblemException(
          ProblemType.BAD_REQUEST, "the header Content-Length is given more than once");
    }
    if (context.getLength() > limits.body()) {
      throw BoundedInputStream.tooLarge(limits.body());
    }
    context.setEntityStream(new BoundedInputStream(context.getEntityStream(), limits.body()));
  }
}
