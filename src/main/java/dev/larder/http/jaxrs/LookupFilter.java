package dev.larder.http.jaxrs;

import dev.larder.http.Answer;
import dev.larder.http.CacheRequest;
import dev.larder.http.CacheStatus;
import dev.larder.http.HeaderFields;
import dev.larder.http.StoredResponse;
import dev.larder.http.jaxrs.Outcome.Proceed;
import dev.larder.http.jaxrs.Outcome.Serve;
import dev.larder.http.jaxrs.Outcome.Unsatisfiable;
import dev.larder.http.storage.ResponseStore.Place;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Answers a GET or HEAD from the cache, or lets it go on to the resource. It stands last of all
 * request filters: whoever may not see the resource has been turned away before.
 */
final class LookupFilter implements ContainerRequestFilter {

  private static final Logger LOG = Logger.getLogger(LookupFilter.class.getName());
  private static final int PARTIAL = 206;

  private final ResponseCaching caching;
  private final Endpoint endpoint;

  LookupFilter(ResponseCaching caching, Endpoint endpoint) {
    this.caching = caching;
    this.endpoint = endpoint;
  }

  @Override
  public void filter(ContainerRequestContext context) {
    Exchange exchange = Exchange.of(context);
    String method = exchange.method();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return;
    }
    CacheRequest request = Requests.of(context, exchange);
    if (endpoint.directive().perUser() && "".equals(request.principal())) {
      // Somebody without a name cannot be told from somebody else without one.
      return;
    }
    List<String> tags;
    try {
      tags = Places.tags(endpoint, context.getUriInfo());
    } catch (IllegalArgumentException e) {
      LOG.log(Level.SEVERE, "A tag of " + endpoint.name() + " cannot be made: not cached", e);
      return;
    }
    Place place = Places.of(request, endpoint, tags);
    Outcome outcome = caching.look(exchange, request, endpoint, place);
    if (outcome instanceof Serve serve) {
      exchange.serve();
      caching.early().learn(endpoint, tags, request.target().path());
      if (serve.hit().refresh()) {
        caching.refresher().refresh(place.head(), exchange, request);
      }
      Response answer = answer(request, serve);
      if (answer.getStatus() == PARTIAL) {
        // Otherwise the application might code the part, which is one of the identity bytes.
        context.getHeaders().remove(HttpHeaders.ACCEPT_ENCODING);
      }
      context.abortWith(answer);
    } else if (outcome instanceof Unsatisfiable unsatisfiable) {
      exchange.serve();
      context.abortWith(
          Response.status(Response.Status.GATEWAY_TIMEOUT)
              .header(Responses.X_CACHE, "MISS")
              .header(
                  Responses.CACHE_STATUS,
                  CacheStatus.forwarded(unsatisfiable.reason()).detail("only-if-cached").value())
              .build());
    } else if (outcome instanceof Proceed proceed) {
      exchange.forward(proceed.forwarded());
      if (proceed.forwarded().stale() != null) {
        Requests.condition(context, proceed.conditions());
      }
    }
  }

  private Response answer(CacheRequest request, Serve serve) {
    StoredResponse stored = serve.hit().stored();
    Answer answer = caching.policy().answer(request, endpoint.directive(), stored, caching.now());
    CacheStatus status = CacheStatus.hit(serve.hit().ttl());
    if (serve.collapsed()) {
      status = status.collapsed();
    }
    if (caching.settings().keyInStatus()) {
      status = status.key(serve.place().head());
    }
    HeaderFields fields = Responses.marked(answer, "HIT", status);
    return Responses.of(answer, fields, stored);
  }
}
