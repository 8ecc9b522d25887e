package dev.larder.http.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes method and target of each request, after the application's own pre-matching filters may
 * have changed them. Server difference: HEAD. Once matched, an automatic HEAD looks like a GET on
 * Jersey, and like a HEAD on RESTEasy.
 */
@PreMatching
final class MatchFilter implements ContainerRequestFilter {

  private final AtomicBoolean begun = new AtomicBoolean();

  @Override
  public void filter(ContainerRequestContext context) {
    if (!begun.get() && begun.compareAndSet(false, true)) {
      // JAX-RS has bound all its methods before it takes the first request.
      ResponseCaching caching = Applications.caching();
      if (caching != null) {
        caching.directives().allBound();
      }
    }
    Exchange.of(context).matchWith(context);
  }
}
