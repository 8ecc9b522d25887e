package dev.larder.http.jaxrs;

import dev.larder.http.CacheRequest;
import dev.larder.http.HeaderFields;
import dev.larder.http.ResponseHead;
import dev.larder.http.ResponseKeys;
import dev.larder.http.TagTemplate;
import dev.larder.http.TargetUri;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Invalidates what a successful unsafe request has changed (RFC 9111, section 4.4), before its
 * response is sent: who has the response gets nothing older.
 */
final class InvalidationFilter implements ContainerResponseFilter {

  private static final Logger LOG = Logger.getLogger(InvalidationFilter.class.getName());
  private static final int FIRST_ERROR = 400;
  private static final int FIRST_SUCCESS = 200;

  private final ResponseCaching caching;
  private final List<TagTemplate> templates;

  InvalidationFilter(ResponseCaching caching, List<TagTemplate> templates) {
    this.caching = caching;
    this.templates = templates;
  }

  @Override
  public void filter(ContainerRequestContext context, ContainerResponseContext response) {
    Exchange exchange = Exchange.of(context);
    int status = response.getStatus();
    if (exchange.isServed() || status < FIRST_SUCCESS || status >= FIRST_ERROR) {
      return;
    }
    CacheRequest request = Requests.of(context, exchange);
    ResponseHead head = new ResponseHead(status, HeaderFields.of(response.getStringHeaders()));
    try {
      caching.invalidate(keys(request, head, context.getUriInfo()));
    } catch (RuntimeException e) {
      // The change itself has happened, so the client must hear of its success.
      LOG.log(
          Level.SEVERE,
          "What "
              + request.method()
              + " "
              + request.target().path()
              + " changed could not be"
              + " invalidated in the cache; stored responses may be out of date until they expire",
          e);
    }
  }

  private Set<String> keys(CacheRequest request, ResponseHead head, UriInfo uri) {
    Set<String> keys = new LinkedHashSet<>();
    for (TargetUri target : caching.policy().invalidated(request, head)) {
      keys.addAll(ResponseKeys.ofUri(target, caching.shapes()));
    }
    for (TagTemplate template : templates) {
      try {
        if (template.isPath()) {
          keys.addAll(ResponseKeys.ofUri(Places.uri(template, request, uri), caching.shapes()));
        } else {
          keys.add(ResponseKeys.tag(template.expand(uri.getPathParameters())));
        }
      } catch (IllegalArgumentException e) {
        // Under a locator whose path has no such parameter; the other keys are right all the same.
        LOG.log(Level.SEVERE, "@InvalidatesCache names what cannot be found", e);
      }
    }
    return keys;
  }
}
