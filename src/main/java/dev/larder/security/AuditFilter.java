package dev.larder.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the audit line of what is {@link Audited}, whether it was done, refused or failed. */
@Provider
@Audited
@ApplicationScoped
public class AuditFilter implements ContainerResponseFilter {

  @Inject Audit audit;
  @Inject HttpServletRequest servletRequest;

  @Context @Nullable ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    Audited audited =
        resource == null || resource.getResourceMethod() == null
            ? null
            : resource.getResourceMethod().getAnnotation(Audited.class);
    if (audited == null || servletRequest.getAttribute(Audited.BY_RESOURCE) != null) {
      return;
    }
    int status = response.getStatus();
    Map<String, Object> details = audit.asked();
    details.put("status", status);
    audit.begin(audited.value()).ended(outcome(status), details);
  }

  private static String outcome(int status) {
    return switch (status / 100) {
      case 2, 3 -> status == 202 ? "deferred" : "done";
      case 4 -> "refused";
      default -> "failed";
    };
  }
}
