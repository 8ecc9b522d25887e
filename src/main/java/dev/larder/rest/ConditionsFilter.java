package dev.larder.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/**
 * Refuses conditions that cannot be read, whoever would evaluate them: the resource, or the
 * response cache in front of it.
 */
@Provider
@Priority(Priorities.HEADER_DECORATOR)
public class ConditionsFilter implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    for (String name : List.of(HttpHeaders.IF_MATCH, HttpHeaders.IF_NONE_MATCH)) {
      var unused = EntityTags.parse(request.getHeaders().get(name));
    }
  }
}
