package dev.larder.http.jaxrs;

import dev.larder.http.HeaderFields;
import dev.larder.http.HeaderFields.Field;
import dev.larder.http.ResponseHead;
import dev.larder.http.Storability;
import dev.larder.http.Storability.NotStorable;
import dev.larder.http.Storability.Storable;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks again after the application's response filters. They run again on hits, so what they add is
 * not stored; but they too may say that a response is not to be stored, and what they have made
 * another response of is none that could be replayed to them.
 */
final class LastFilter implements ContainerResponseFilter {

  /** The fields that decide whether and how long a response is stored. */
  private static final List<String> DECISIVE =
      List.of("Cache-Control", "CDN-Cache-Control", "Expires");

  private final ResponseCaching caching;

  LastFilter(ResponseCaching caching) {
    this.caching = caching;
  }

  @Override
  public void filter(ContainerRequestContext context, ContainerResponseContext response) {
    Exchange exchange = Exchange.of(context);
    Forwarded forwarded = exchange.forwarded();
    Capture wanted =
        exchange.isServed() || forwarded == null || forwarded.hasEnded()
            ? null
            : forwarded.takeCapture();
    if (forwarded == null || wanted == null) {
      return;
    }
    Storability storability = again(exchange, forwarded, wanted, response);
    if (storability instanceof Storable storable) {
      Capture capture = wanted.as(storable);
      if (response.hasEntity()) {
        forwarded.capture(capture);
      } else {
        caching.store(forwarded, caching.stored(forwarded, capture, new byte[0]), storable);
      }
    } else if (storability instanceof NotStorable not) {
      Responses.unmark(response, Responses.status(forwarded, wanted.status()).detail(not.why()));
      caching.notStorable(forwarded);
    }
  }

  private Storability again(
      Exchange exchange, Forwarded forwarded, Capture wanted, ContainerResponseContext response) {
    if (response.getStatus() != wanted.status() || response.getEntity() != wanted.entity()) {
      return new NotStorable("changed-by-filter");
    }
    HeaderFields now = decisive(HeaderFields.of(response.getStringHeaders()));
    if (now.equals(decisive(wanted.seen()))) {
      return wanted.storable();
    }
    List<Field> fields = new ArrayList<>(wanted.seen().lines());
    fields.removeIf(LastFilter::isDecisive);
    fields.addAll(now.lines());
    ResponseHead head = new ResponseHead(wanted.status(), HeaderFields.of(fields));
    return caching.storability(forwarded, exchange.complete(head), wanted.responseTime());
  }

  private static HeaderFields decisive(HeaderFields fields) {
    return fields.only(LastFilter::isDecisive);
  }

  private static boolean isDecisive(Field field) {
    return DECISIVE.stream().anyMatch(field::is);
  }
}
