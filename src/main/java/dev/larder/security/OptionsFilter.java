package dev.larder.security;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

/**
 * Asks for credentials before {@code OPTIONS} is answered. Server difference: OPTIONS. JAX-RS
 * answers it by itself: Jersey after the filters, so that {@link RoleFilter} sees it, and RESTEasy
 * while it looks for a resource, so that only this filter does.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHORIZATION - 100)
@ApplicationScoped
public class OptionsFilter implements ContainerRequestFilter {

  @Inject CurrentAccount current;
  @Inject HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext context) {
    if (context.getMethod().equals(HttpMethod.OPTIONS)
        && current.of(context.getSecurityContext().getUserPrincipal()).isEmpty()) {
      throw Refusal.of(request, context);
    }
  }
}
