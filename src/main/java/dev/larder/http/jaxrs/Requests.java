package dev.larder.http.jaxrs;

import dev.larder.http.CacheRequest;
import dev.larder.http.HeaderFields;
import dev.larder.http.TargetUri;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JAX-RS requests as the policy sees them, and back. */
final class Requests {

  private static final Set<String> CONDITIONS =
      Set.of(
          "if-none-match",
          "if-modified-since",
          "if-match",
          "if-unmodified-since",
          "if-range",
          "range");

  private Requests() {}

  static CacheRequest of(ContainerRequestContext context, Exchange exchange) {
    Principal principal =
        context.getSecurityContext() == null
            ? null
            : context.getSecurityContext().getUserPrincipal();
    return new CacheRequest(
        exchange.method(),
        exchange.target(),
        HeaderFields.of(context.getHeaders()),
        name(principal));
  }

  private static @Nullable String name(@Nullable Principal principal) {
    if (principal == null) {
      return null;
    }
    String name = principal.getName();
    // A principal without a name is somebody all the same.
    return name == null ? "" : name;
  }

  /** Returns the request as one that does not take a stored response without validation. */
  static CacheRequest asReload(CacheRequest request) {
    return new CacheRequest(
        request.method(),
        request.target(),
        request.fields().with("Cache-Control", "no-cache"),
        request.principal());
  }

  /**
   * Replaces the conditional fields of the client by those of the cache. A part of the body is not
   * asked for either: what is validated is the whole.
   */
  static void condition(ContainerRequestContext context, HeaderFields conditions) {
    context.getHeaders().keySet().removeIf(Requests::isCondition);
    for (HeaderFields.Field field : conditions.lines()) {
      context.getHeaders().put(field.name(), new ArrayList<>(List.of(field.value())));
    }
  }

  private static boolean isCondition(String name) {
    return CONDITIONS.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Returns the target as the servlet container was sent it. */
  static TargetUri target(HttpServletRequest request) {
    StringBuffer url = request.getRequestURL();
    int authority = url.indexOf("://") + 3;
    int path = url.indexOf("/", authority);
    return new TargetUri(
        request.getScheme(),
        url.substring(authority, path < 0 ? url.length() : path),
        request.getRequestURI(),
        request.getQueryString());
  }
}
