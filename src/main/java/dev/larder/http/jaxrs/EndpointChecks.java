package dev.larder.http.jaxrs;

import dev.larder.http.Directive;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.interceptor.InterceptorBinding;
import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;

/**
 * What makes a directive unsafe. A stored response is served by a filter; whatever would turn a
 * request away behind that filter would be passed over.
 */
final class EndpointChecks {

  private static final Set<String> EJB =
      Set.of("jakarta.ejb.Stateless", "jakarta.ejb.Stateful", "jakarta.ejb.Singleton");
  private static final Set<String> ROLES =
      Set.of("jakarta.annotation.security.RolesAllowed", "jakarta.annotation.security.DenyAll");

  private EndpointChecks() {}

  /**
   * Checks an endpoint.
   *
   * @throws InvalidEndpointException when users could get what they may not see
   */
  static void check(String name, Annotated annotated, Directive directive) {
    List<Annotation> all = annotated.all();
    if (!directive.perUser() && securedBehind(annotated, all)) {
      throw new InvalidEndpointException(
          name
              + " is cached for everybody, but its security is enforced behind JAX-RS, where a"
              + " stored response does not come by: declare it per user (perUser = true, or auth:"
              + " required in the directives file)");
    }
    if (!directive.early()) {
      return;
    }
    if (!annotated.isRoot()) {
      throw new InvalidEndpointException(
          name + " belongs to a sub-resource: it cannot be answered early, past its locator");
    }
    if (directive.perUser()) {
      throw new InvalidEndpointException(
          name + " is cached per user, so it cannot be answered early, before users are known");
    }
    for (Annotation at : effective(annotated, all)) {
      Class<? extends Annotation> type = at.annotationType();
      if (secures(type) || type.isAnnotationPresent(NameBinding.class)) {
        throw new InvalidEndpointException(
            name
                + " cannot be answered early: @"
                + type.getSimpleName()
                + " would be passed over; take early away");
      }
    }
  }

  private static boolean securedBehind(Annotated annotated, List<Annotation> all) {
    boolean bean = all.stream().anyMatch(at -> EJB.contains(at.annotationType().getName()));
    for (Annotation at : effective(annotated, all)) {
      Class<? extends Annotation> type = at.annotationType();
      if (bean && secures(type)) {
        return true;
      }
      if (type.isAnnotationPresent(InterceptorBinding.class) && looksLikeSecurity(type)) {
        return true;
      }
    }
    return false;
  }

  /** A {@code @PermitAll} of the method itself lifts what the class demands. */
  private static List<Annotation> effective(Annotated annotated, List<Annotation> all) {
    if (!annotated.declares(PermitAll.class)
        || annotated.declares(RolesAllowed.class)
        || annotated.declares(DenyAll.class)) {
      return all;
    }
    return all.stream().filter(at -> !ROLES.contains(at.annotationType().getName())).toList();
  }

  private static boolean secures(Class<? extends Annotation> type) {
    return ROLES.contains(type.getName()) || looksLikeSecurity(type);
  }

  /**
   * Interceptors that check roles are known by the names of their bindings only: {@code
   * RolesPermitted} of Payara, {@code RolesAllowed} of others, {@code Secured} and the like.
   */
  private static boolean looksLikeSecurity(Class<? extends Annotation> type) {
    String name = type.getSimpleName();
    return (name.contains("Role") || name.contains("Secure") || name.contains("Auth"))
        && !type.getName().startsWith("jakarta.annotation.security.PermitAll");
  }
}
