package dev.larder.http.jaxrs;

import dev.larder.http.Answer;
import dev.larder.http.CacheRequest;
import dev.larder.http.CacheStatus;
import dev.larder.http.ResponseHead;
import dev.larder.http.Storability;
import dev.larder.http.Storability.NotStorable;
import dev.larder.http.Storability.Storable;
import dev.larder.http.StoredResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks at what the resource answered: stores it, has its body captured, or puts a stored response
 * in its place. It stands before all other response filters, since those run again on hits.
 */
final class StoreFilter implements ContainerResponseFilter {

  private static final Logger LOG = Logger.getLogger(StoreFilter.class.getName());
  private static final int NOT_MODIFIED = 304;
  private static final Set<String> RANGE = Set.of("range", "if-range");

  private final ResponseCaching caching;

  StoreFilter(ResponseCaching caching) {
    this.caching = caching;
  }

  @Override
  public void filter(ContainerRequestContext context, ContainerResponseContext response) {
    Exchange exchange = Exchange.of(context);
    Forwarded forwarded = exchange.forwarded();
    if (exchange.isServed() || forwarded == null || forwarded.hasEnded()) {
      return;
    }
    boolean stays = false;
    // Of an earlier response to the same request, which a filter behind this one has failed with.
    forwarded.capture(null);
    try {
      stays = settle(exchange, forwarded, response);
    } catch (RuntimeException e) {
      // Whatever it is, the response of the resource is a response all the same.
      LOG.log(Level.SEVERE, "The response cache failed; the response is not stored", e);
    } finally {
      if (!stays) {
        forwarded.end(FlightResult.NOTHING_STORED);
      }
    }
  }

  /** Returns whether the last filter or the interceptor brings it to its end. */
  private boolean settle(
      Exchange exchange, Forwarded forwarded, ContainerResponseContext response) {
    Instant now = caching.now();
    ResponseHead head = exchange.complete(Responses.head(response, now));
    StoredResponse stale = forwarded.stale();
    if (stale != null && forwarded.conditional() && head.status() == NOT_MODIFIED) {
      validated(exchange, forwarded, stale, head, response, now);
      return false;
    }
    if (stale != null
        && caching
            .policy()
            .mayStandIn(
                forwarded.request(), forwarded.endpoint().directive(), stale, head.status(), now)) {
      replace(exchange, forwarded, stale, head.status(), response, now);
      return false;
    }
    Storability storability =
        Streams.isEndless(response)
            ? new NotStorable("stream")
            : storability(exchange, forwarded, head, now);
    CacheStatus status =
        Responses.status(forwarded, head.status())
            .detail(storability instanceof NotStorable not ? not.why() : null);
    if (!(storability instanceof Storable storable)) {
      Responses.mark(response, status);
      if (storability instanceof NotStorable not && not.isForThisRequest()) {
        caching.notStorableForThis(forwarded);
      } else {
        caching.notStorable(forwarded);
      }
      return false;
    }
    Responses.mark(response, status.stored());
    forwarded.capture(
        new Capture(head.status(), head.fields(), response.getEntity(), storable, now));
    return true;
  }

  /** The resource says that the stored response is still right. */
  private void validated(
      Exchange exchange,
      Forwarded forwarded,
      StoredResponse stale,
      ResponseHead head,
      ContainerResponseContext response,
      Instant now) {
    Optional<StoredResponse> fresh =
        caching.policy().freshened(stale, head, forwarded.requestTime(), now);
    if (fresh.isEmpty()) {
      // It speaks of something else than what is stored, so that is of no use any more.
      caching.drop(forwarded);
    } else if (storability(exchange, forwarded, fresh.get().head(), now)
        instanceof Storable storable) {
      if (storable.selecting().equals(stale.selecting())) {
        caching.store(forwarded, fresh.get(), storable);
      } else {
        // Selected by other fields from now on: what is stored would match whom it must not.
        caching.drop(forwarded);
      }
    }
    replace(exchange, forwarded, fresh.orElse(stale), head.status(), response, now);
  }

  private Storability storability(
      Exchange exchange, Forwarded forwarded, ResponseHead head, Instant now) {
    return exchange.setsCookiePastJaxRs()
        ? new NotStorable("set-cookie")
        : caching.storability(forwarded, head, now);
  }

  private void replace(
      Exchange exchange,
      Forwarded forwarded,
      StoredResponse stored,
      int forwardStatus,
      ContainerResponseContext response,
      Instant now) {
    exchange.serve();
    // In full: filters of the application that run now might code a part.
    CacheRequest request = forwarded.request();
    CacheRequest whole =
        new CacheRequest(
            request.method(),
            request.target(),
            request.fields().without(RANGE),
            request.principal());
    Answer answer = caching.policy().answer(whole, forwarded.endpoint().directive(), stored, now);
    CacheStatus status = Responses.status(forwarded, forwardStatus);
    Responses.replace(response, answer, Responses.marked(answer, "HIT", status), stored);
  }
}
