package dev.larder.security;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Keeps caches further on from storing what somebody got by credentials, unless the resource says
 * more. It is the very last of the response filters: the response cache of this service keeps users
 * apart itself, and does not look any more.
 */
@Priority(1)
@Provider
public class NoStoreFilter implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getSecurityContext() != null
        && request.getSecurityContext().getUserPrincipal() != null) {
      response.getHeaders().putIfAbsent(HttpHeaders.CACHE_CONTROL, java.util.List.of("no-store"));
    }
  }
}
