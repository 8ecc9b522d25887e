package dev.larder.security;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of allowed origins read answers (Fetch standard, section 3.2, CORS). Credentials of
 * the browser itself are never allowed: a page sends its own Authorization. It comes after the
 * response cache, which therefore stores nothing of it.
 */
@Provider
@Priority(2)
@ApplicationScoped
public class CorsFilter implements ContainerResponseFilter {

  private static final String EXPOSED =
      "ETag, Larder-TTL, Retry-After, WWW-Authenticate, Allow, Age, Cache-Status";

  @Inject SecurityRuntime security;

  static boolean allowed(@Nullable String origin, SecuritySettings settings) {
    return origin != null && settings.origins().contains(origin);
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    SecuritySettings settings = security.settings();
    if (settings.origins().isEmpty()) {
      return;
    }
    // Also for those that are not allowed: what they get is not what others get.
    response.getHeaders().add(HttpHeaders.VARY, "Origin");
    String origin = request.getHeaderString("Origin");
    if (allowed(origin, settings)) {
      response
          .getHeaders()
          .put("Access-Control-Allow-Origin", Collections.<Object>singletonList(origin));
      response
          .getHeaders()
          .put("Access-Control-Expose-Headers", Collections.<Object>singletonList(EXPOSED));
    }
  }
}
