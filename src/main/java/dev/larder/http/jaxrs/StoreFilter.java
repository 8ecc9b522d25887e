package dev.larder.http.jaxrs;

import dev.larder.http.Answer;
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

/**
 * Looks at what the resource answered: stores it, has its body captured, or puts a stored response
 * in its place. It stands before all other response filters, since those run again on hits.
 */
final class StoreFilter implements ContainerResponseFilter {

  private static final int NOT_MODIFIED = 304;

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
    try {
      stays = settle(exchange, forwarded, response);
    } finally {
      if (!stays) {
        forwarded.end(FlightResult.NOTHING_STORED);
      }
    }
  }

  /** Returns whether the interceptor brings it to its end. */
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
        status(forwarded, head.status())
            .detail(storability instanceof NotStorable not ? not.why() : null);
    if (!(storability instanceof Storable storable)) {
      Responses.mark(response, status);
      if (storability instanceof NotStorable not && not.isForThisRequest()) {
        return false;
      }
      caching.notStorable(forwarded);
      return false;
    }
    Responses.mark(response, status.stored());
    if (response.hasEntity()) {
      forwarded.capture(new Capture(head.status(), storable, now));
      return true;
    }
    Capture empty = new Capture(head.status(), storable, now);
    caching.store(forwarded, caching.stored(forwarded, empty, new byte[0]), storable.keep());
    return false;
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
    if (fresh.isPresent()
        && storability(exchange, forwarded, fresh.get().head(), now) instanceof Storable storable) {
      caching.store(forwarded, fresh.get(), storable.keep());
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
    Answer answer =
        caching.policy().answer(forwarded.request(), forwarded.endpoint().directive(), stored, now);
    CacheStatus status = status(forwarded, forwardStatus);
    Responses.replace(response, answer, Responses.marked(answer, "HIT", status), stored);
  }

  private static CacheStatus status(Forwarded forwarded, int forwardStatus) {
    CacheStatus status = CacheStatus.forwarded(forwarded.reason()).forwardStatus(forwardStatus);
    return forwarded.collapsed() ? status.collapsed() : status;
  }
}
