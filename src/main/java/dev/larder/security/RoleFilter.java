package dev.larder.security;

import dev.larder.rest.ProblemException;
import dev.larder.rest.ProblemType;
import jakarta.annotation.Priority;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The check of {@code @RolesAllowed} in front of every resource method. Server difference: 401
 * against 403. Servers that check by themselves answer the one for the other, so here: 401 without
 * valid credentials, 403 without the role, and for accounts with a prefix 403 on every resource
 * that is not {@link WithinPrefix}. A method that says nothing is closed to all.
 */
@Provider
@Priority(Priorities.AUTHORIZATION - 100)
@ApplicationScoped
public class RoleFilter implements ContainerRequestFilter {

  @Inject CurrentAccount current;
  @Inject HttpServletRequest request;

  @Context @Nullable ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext context) {
    Method method = resource == null ? null : resource.getResourceMethod();
    Class<?> type = resource == null ? null : resource.getResourceClass();
    if (method != null && type != null && rule(method, type) instanceof PermitAll) {
      return;
    }
    Account account =
        current
            .of(context.getSecurityContext().getUserPrincipal())
            .orElseThrow(() -> Refusal.of(request, context));
    Object rule = method == null || type == null ? null : rule(method, type);
    if (rule == null && context.getMethod().equals(HttpMethod.OPTIONS)) {
      // What JAX-RS answers by itself: the methods that a resource has.
      return;
    }
    Set<String> allowed =
        rule instanceof RolesAllowed roles ? Set.copyOf(Arrays.asList(roles.value())) : Set.of();
    if (allowed.stream().noneMatch(account.roles()::contains)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          allowed.isEmpty()
              ? "this resource is closed"
              : "this needs the role " + String.join(" or ", allowed));
    }
    if (account.prefix().isPresent()
        && (type == null || type.getAnnotation(WithinPrefix.class) == null)) {
      throw new ProblemException(
          ProblemType.OUTSIDE_PREFIX,
          "these credentials reach keys under their prefix only, and not this resource");
    }
  }

  /** The annotation that holds: the method's before the class's, and the strictest of several. */
  private static @Nullable Object rule(Method method, Class<?> type) {
    Object own = rule(method);
    return own != null ? own : rule(type);
  }

  private static @Nullable Object rule(AnnotatedElement element) {
    if (element.isAnnotationPresent(DenyAll.class)) {
      return element.getAnnotation(DenyAll.class);
    }
    RolesAllowed roles = element.getAnnotation(RolesAllowed.class);
    return roles != null ? roles : element.getAnnotation(PermitAll.class);
  }
}
