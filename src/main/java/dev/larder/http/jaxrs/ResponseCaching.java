package dev.larder.http.jaxrs;

import dev.larder.cache.CacheException;
import dev.larder.cache.Leases;
import dev.larder.cache.SingleFlight;
import dev.larder.http.CacheOptions;
import dev.larder.http.CachePolicy;
import dev.larder.http.CacheRequest;
import dev.larder.http.Decision;
import dev.larder.http.DirectiveSource;
import dev.larder.http.KeyShape;
import dev.larder.http.ResponseEvents;
import dev.larder.http.ResponseExplainer;
import dev.larder.http.ResponseHead;
import dev.larder.http.ResponseInvalidator;
import dev.larder.http.ResponseKeys;
import dev.larder.http.Storability;
import dev.larder.http.StoredResponse;
import dev.larder.http.storage.ResponseStore;
import dev.larder.http.storage.ResponseStore.Found;
import dev.larder.http.storage.ResponseStore.Place;
import dev.larder.http.storage.ResponseStore.Ticket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The response cache of one application: it carries out what the policy decides. Thread-safe. An
 * application has one as a CDI bean; the filters find it there.
 */
public final class ResponseCaching implements ResponseInvalidator {

  /**
   * What is configurable besides the policy.
   *
   * @param enabled whether anything is cached
   * @param maxBody the largest body that is stored, in bytes
   * @param collapseWait how long a request waits for another that asks for the same
   * @param uncacheableFor how long it is remembered that responses to a URI are not storable
   * @param keyInStatus whether {@code Cache-Status} names the key, for operators
   */
  public record Settings(
      boolean enabled,
      int maxBody,
      Duration collapseWait,
      Duration uncacheableFor,
      boolean keyInStatus) {}

  private static final System.Logger LOG = System.getLogger("dev.larder.http.jaxrs");

  private final ResponseStore store;
  private final CachePolicy policy;
  private final RequestLookup lookup;
  private final DirectiveSource directives;
  private final Settings settings;
  private final Clock clock;
  private final Refresher refresher;
  private final ResponseEvents events;
  private final EarlyEndpoints early = new EarlyEndpoints();
  private final BoundMethods methods = new BoundMethods();
  private final Set<KeyShape> shapes = ConcurrentHashMap.newKeySet();

  /**
   * Makes the response cache of an application.
   *
   * @param flights shared with {@code getOrSet}
   * @param leases to collapse requests of all nodes that share the store; null for each node alone
   * @param refreshes runs refreshes in the background; it may refuse them
   * @param events who is told what becomes of requests
   */
  public ResponseCaching(
      ResponseStore store,
      CacheOptions options,
      SingleFlight<String> flights,
      @Nullable Leases leases,
      DirectiveSource directives,
      Settings settings,
      Clock clock,
      LongSupplier nanoTime,
      Executor refreshes,
      ResponseEvents events) {
    this.store = store;
    this.policy = new CachePolicy(options);
    this.lookup =
        new RequestLookup(
            store,
            policy,
            new CachePolicy(options.withClientReload()),
            flights,
            leases == null ? null : new NodeTurns(leases),
            settings,
            clock,
            nanoTime);
    this.directives = directives;
    this.settings = settings;
    this.clock = clock;
    this.refresher = new Refresher(refreshes);
    this.events = events;
    // In use even if this node has not bound such an endpoint yet: sub-resources come later.
    shapes.add(new KeyShape(null, false));
    shapes.add(new KeyShape(null, true));
  }

  /** Remembers a bound endpoint, and what it means for the keys of invalidations. */
  void bound(ResourceMethod method, Endpoint endpoint) {
    shapes.add(KeyShape.of(endpoint.directive()));
    methods.add(method, endpoint);
  }

  /** Remembers what a bound method invalidates besides its URI. */
  void invalidating(ResourceMethod method) {
    methods.add(method, method.invalidates());
  }

  /** Returns what explains the decisions about requests. */
  public ResponseExplainer explainer() {
    return new ApplicationExplainer(policy, store, methods, settings.enabled(), clock);
  }

  /** Returns the shapes of keys that are in use. */
  Collection<KeyShape> shapes() {
    return shapes;
  }

  /** Decides on a request in front of JAX-RS; nothing waits there, and nothing is prepared. */
  Decision decideEarly(CacheRequest request, Endpoint endpoint, Place place) {
    Found found = store.find(place, request.fields());
    return policy.decide(
        request, endpoint.directive(), found.candidates(), endpoint.resource(), clock.instant());
  }

  Settings settings() {
    return settings;
  }

  DirectiveSource directives() {
    return directives;
  }

  CachePolicy policy() {
    return policy;
  }

  Refresher refresher() {
    return refresher;
  }

  EarlyEndpoints early() {
    return early;
  }

  Instant now() {
    return clock.instant();
  }

  /** Looks for a stored response to a GET or HEAD; without one, prepares for the resource's. */
  Outcome look(Exchange exchange, CacheRequest request, Endpoint endpoint, Place place) {
    Outcome outcome = lookup.look(exchange, request, endpoint, place);
    events.looked(exchange.isRefresh() ? ResponseEvents.Result.REFRESH : result(outcome));
    if (outcome instanceof Outcome.Serve serve) {
      events.hit(serve.place().head());
    }
    return outcome;
  }

  private static ResponseEvents.Result result(Outcome outcome) {
    if (outcome instanceof Outcome.Serve serve) {
      return ResponseEvents.Result.of(serve.hit(), serve.collapsed());
    }
    return outcome instanceof Outcome.Proceed proceed
        ? ResponseEvents.Result.of(proceed.forwarded().reason())
        : ResponseEvents.Result.ONLY_IF_CACHED;
  }

  /** Tells that a request was answered in front of JAX-RS. */
  void answeredEarly(Decision.Hit hit, Place place) {
    events.looked(ResponseEvents.Result.of(hit, false));
    events.hit(place.head());
  }

  /** Returns whether a response of the resource is stored. */
  Storability storability(Forwarded forwarded, ResponseHead response, Instant now) {
    if (forwarded.ticket() == null) {
      boolean get = forwarded.request().method().equals("GET");
      return new Storability.NotStorable(get ? "store-unavailable" : "method");
    }
    return policy.storability(
        forwarded.request(),
        forwarded.endpoint().directive(),
        response,
        forwarded.endpoint().impliedVary(),
        now);
  }

  /** Returns what is stored of a complete response. */
  StoredResponse stored(Forwarded forwarded, Capture capture, byte[] body) {
    return policy.stored(
        capture.status(),
        capture.storable(),
        body,
        forwarded.requestTime(),
        capture.responseTime(),
        forwarded.endpoint().resource());
  }

  /** Stores a complete response, and lets those go who wait for it. */
  void store(Forwarded forwarded, StoredResponse response, Storability.Storable storable) {
    Ticket ticket = forwarded.ticket();
    boolean stored = false;
    try {
      stored = ticket != null && store.store(ticket, response, storable.keep());
      if (stored) {
        events.stored();
      }
    } catch (CacheException e) {
      // Counted and logged where it happened; the client has its response all the same.
      stored = false;
    } finally {
      forwarded.end(stored ? FlightResult.STORED : FlightResult.NOTHING_STORED);
    }
  }

  /**
   * Lets those go who wait, and remembers that authenticated requests for this endpoint do not
   * share what they get: the response was not storable for something in the request.
   */
  void notStorableForThis(Forwarded forwarded) {
    forwarded.end(FlightResult.UNCACHEABLE);
    lookup.rememberUnshared(forwarded.request(), forwarded.endpoint());
  }

  /** Removes what is stored for a request. */
  void drop(Forwarded forwarded) {
    try {
      store.invalidate(List.of(forwarded.place().head()));
    } catch (CacheException e) {
      LOG.log(System.Logger.Level.DEBUG, "Counted, logged and repeated where it happened", e);
    }
  }

  /** Remembers that responses to this request are not storable, and lets those go who wait. */
  void notStorable(Forwarded forwarded) {
    forwarded.end(FlightResult.UNCACHEABLE);
    Ticket ticket = forwarded.ticket();
    // Only who leads writes it down: the others came because it was known already.
    if (ticket != null && forwarded.leads()) {
      try {
        store.rememberUncacheable(ticket, settings.uncacheableFor());
      } catch (CacheException e) {
        // Counted and logged where it happened; then the next ones wait for each other once more.
        return;
      }
    }
  }

  @Override
  public void invalidateTags(Collection<String> tags) {
    invalidate(tags.stream().map(ResponseKeys::tag).toList());
  }

  /** Invalidates places and tags by their keys. */
  void invalidate(Collection<String> keys) {
    store.invalidate(keys);
  }
}
