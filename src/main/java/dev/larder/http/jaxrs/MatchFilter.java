package dev.larder.http.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;

/**
 * Takes method and target of each request, after the application's own pre-matching filters may
 * have changed them: once matched, an automatic HEAD looks like a GET.
 */
@PreMatching
final class MatchFilter implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext context) {
    Exchange.of(context).matchWith(context);
  }
}
