package dev.larder.management;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Times the requests to the API: the first of the request filters, and the last but one of the
 * response filters. What servlet filters in front of JAX-RS refuse is not seen here.
 */
@Provider
@PreMatching
@Priority(2)
@ApplicationScoped
public class RequestFilter implements ContainerRequestFilter, ContainerResponseFilter {

  private static final String BEGUN = "dev.larder.management.begun";

  @Inject RequestMeters meters;

  @Context @Nullable ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    request.setProperty(BEGUN, System.nanoTime());
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    // Once: after an exception while writing, JAX-RS passes the response filters a second time.
    if (request.getProperty(BEGUN) instanceof Long begun) {
      request.removeProperty(BEGUN);
      meters.answered(
          request.getMethod(), route(), response.getStatus(), System.nanoTime() - begun);
    }
  }

  private String route() {
    Method method = resource == null ? null : resource.getResourceMethod();
    Class<?> type = resource == null ? null : resource.getResourceClass();
    return method == null || type == null
        ? RequestMeters.NO_ROUTE
        : route(type.getAnnotation(Path.class), method.getAnnotation(Path.class));
  }

  /** Returns the path of a resource method as OpenAPI writes it: {@code /entries/{key}}. */
  static String route(@Nullable Path type, @Nullable Path method) {
    return segment(type) + segment(method);
  }

  private static String segment(@Nullable Path path) {
    if (path == null || path.value().isEmpty()) {
      return "";
    }
    String plain = path.value().replaceAll("\\{ *([A-Za-z]+) *:[^}]*}", "{$1}");
    return plain.startsWith("/") ? plain : "/" + plain;
  }
}
