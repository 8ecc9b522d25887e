package dev.larder.http.jaxrs;

import dev.larder.cache.CacheException;
import dev.larder.cache.SingleFlight;
import dev.larder.http.CacheOptions;
import dev.larder.http.CachePolicy;
import dev.larder.http.CacheRequest;
import dev.larder.http.Decision;
import dev.larder.http.DirectiveSource;
import dev.larder.http.ForwardReason;
import dev.larder.http.HeaderFields;
import dev.larder.http.KeyShape;
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
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The response cache of one application: it carries out what the policy decides. Thread-safe. An
 * application has one as a CDI bean; the filters find it there.
 *
 * <p><b>Collapsed forwarding.</b> Of concurrent requests that the same entry would answer, one
 * leads and goes to the resource; the others wait for a bounded time and look again. Who leads
 * looks once more before it goes on, since a flight may have landed between its look-up and its
 * lead; so while an entry can be stored, the resource runs once. What turned out not to be storable
 * lets everybody go at once, and is remembered for a moment in the store.
 *
 * <p><b>Invalidation during a request.</b> The generations are read ({@link ResponseStore#begin})
 * after the look-up and before the resource runs, and an entry that carries older ones is never
 * found. Requests that waited look into the store again instead of taking the leader's response, so
 * that they too get nothing that was computed before an invalidation they came after.
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

  /** What becomes of a request. */
  sealed interface Outcome {}

  /** It is answered from the cache. */
  record Serve(Decision.Hit hit, Place place, boolean collapsed) implements Outcome {}

  /** It goes on to the resource, with these conditional fields when they are not empty. */
  record Proceed(Forwarded forwarded, HeaderFields conditions) implements Outcome {}

  /** It wanted a stored response only, and there is none. */
  record Unsatisfiable(ForwardReason reason) implements Outcome {}

  private static final System.Logger LOG = System.getLogger("dev.larder.http.jaxrs");

  /** How often a request looks, at most: it may wait, lead, and find that others were quicker. */
  private static final int LOOKS = 4;

  private final ResponseStore store;
  private final CachePolicy policy;
  private final CachePolicy refreshing;
  private final SingleFlight<String> flights;
  private final DirectiveSource directives;
  private final Settings settings;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Refresher refresher;
  private final EarlyEndpoints early = new EarlyEndpoints();
  private final Set<KeyShape> shapes = ConcurrentHashMap.newKeySet();

  /** Until when authenticated requests go alone, by resource method, in nanoseconds. */
  private final ConcurrentMap<Long, Long> unshared = new ConcurrentHashMap<>();

  /**
   * Makes the response cache of an application.
   *
   * @param flights shared with {@code getOrSet}
   * @param refreshes runs refreshes in the background; it may refuse them
   */
  public ResponseCaching(
      ResponseStore store,
      CacheOptions options,
      SingleFlight<String> flights,
      DirectiveSource directives,
      Settings settings,
      Clock clock,
      LongSupplier nanoTime,
      Executor refreshes) {
    this.store = store;
    this.policy = new CachePolicy(options);
    this.refreshing = new CachePolicy(options.withClientReload());
    this.flights = flights;
    this.directives = directives;
    this.settings = settings;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.refresher = new Refresher(refreshes);
    // In use even if this node has not bound such an endpoint yet: sub-resources come later.
    shapes.add(new KeyShape(null, false));
    shapes.add(new KeyShape(null, true));
  }

  /** Remembers what a bound endpoint means for the keys of invalidations. */
  void bound(Endpoint endpoint) {
    shapes.add(KeyShape.of(endpoint.directive()));
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
    Call call = new Call(exchange, request, endpoint, place, clock.instant());
    try {
      return look(call);
    } catch (CacheException e) {
      // Counted and logged where it happened. Without the store nothing is shared, so nobody needs
      // to wait either.
      end(call.lead, FlightResult.UNCACHEABLE);
    } catch (RuntimeException e) {
      // Whatever it is, the resource can answer without a cache.
      LOG.log(System.Logger.Level.ERROR, "The response cache failed; the resource is asked", e);
      end(call.lead, FlightResult.UNCACHEABLE);
    }
    return unlessCachedOnly(call, ForwardReason.BYPASS);
  }

  private Outcome unlessCachedOnly(Call call, ForwardReason reason) {
    return policy.wantsStoredOnly(call.request)
        ? new Unsatisfiable(reason)
        : proceed(call, reason, null, null);
  }

  /** A request that is looked for. */
  private static final class Call {
    private final Exchange exchange;
    private final CacheRequest request;
    private final Endpoint endpoint;
    private final Place place;
    private Instant now;
    private boolean waited;
    private Forwarded.@Nullable Lead lead;

    Call(Exchange exchange, CacheRequest request, Endpoint endpoint, Place place, Instant now) {
      this.exchange = exchange;
      this.request = request;
      this.endpoint = endpoint;
      this.place = place;
      this.now = now;
    }
  }

  private Outcome look(Call call) {
    if (call.exchange.isStoreAway()) {
      return unlessCachedOnly(call, ForwardReason.BYPASS);
    }
    if (call.request.fields().has("If-Match") || call.request.fields().has("If-Unmodified-Since")) {
      // Preconditions of the resource's current state, which a cache does not know (RFC 9110,
      // sections 13.1.1 and 13.1.4).
      return unlessCachedOnly(call, ForwardReason.REQUEST);
    }
    long end = nanoTime.getAsLong() + settings.collapseWait().toNanos();
    for (int looks = 1; ; looks++) {
      call.now = clock.instant();
      Found found = store.find(call.place, call.request.fields());
      Decision decision = decide(call, found);
      if (decision instanceof Decision.Hit hit) {
        end(call.lead, FlightResult.STORED);
        return new Serve(hit, call.place, call.waited);
      }
      if (decision instanceof Decision.OnlyIfCached only) {
        end(call.lead, FlightResult.NOTHING_STORED);
        return new Unsatisfiable(only.reason());
      }
      Decision.Validate validate = decision instanceof Decision.Validate v ? v : null;
      if (!policy.mayStore(call.request)) {
        // Nobody waits for a response that may not be stored. A HEAD is answered from a stored GET
        // and never makes an entry.
        return proceed(call, reason(decision), null, validate);
      }
      if (call.lead == null && looks < LOOKS && !goesAlone(call, found)) {
        SingleFlight.Seat seat = flights.join(found.flightKey());
        if (seat.leads()) {
          call.lead = new Forwarded.Lead(flights, found.flightKey(), seat.flight());
          continue;
        }
        call.waited = true;
        if (await(seat.flight(), found.flightKey(), end)) {
          continue;
        }
      }
      return proceed(call, reason(decision), store.begin(call.place, found), validate);
    }
  }

  /** Whether it is known that what others get would be of no use. */
  private boolean goesAlone(Call call, Found found) {
    if (found.uncacheable()) {
      return true;
    }
    Long until = isAuthenticated(call.request) ? unshared.get(call.endpoint.resource()) : null;
    return until != null && until - nanoTime.getAsLong() > 0;
  }

  private static boolean isAuthenticated(CacheRequest request) {
    return request.principal() != null || request.fields().has("Authorization");
  }

  private Decision decide(Call call, Found found) {
    if (!call.exchange.isRefresh()) {
      Decision decision = decide(policy, call.request, call, found);
      boolean refresh = decision instanceof Decision.Hit hit && hit.refresh();
      if (!refresh || call.exchange.localEnd() != null) {
        return decision;
      }
    }
    // A refresh, or a stale hit that nobody could refresh in the background: like a reload.
    return decide(refreshing, Requests.asReload(call.request), call, found);
  }

  private static Decision decide(CachePolicy by, CacheRequest request, Call call, Found found) {
    return by.decide(
        request, call.endpoint.directive(), found.candidates(), call.endpoint.resource(), call.now);
  }

  /** Waits for another request; returns whether it makes sense to look again. */
  private boolean await(SingleFlight.Flight flight, String key, long end) {
    long left = Math.max(0, end - nanoTime.getAsLong());
    SingleFlight.Wait wait = flights.await(flight, Duration.ofNanos(left));
    if (wait == SingleFlight.Wait.TIMED_OUT) {
      // It takes too long, or will never end: nobody else should wait for it.
      flights.land(key, flight);
    }
    return wait == SingleFlight.Wait.LANDED && flight.result() != FlightResult.UNCACHEABLE;
  }

  private static ForwardReason reason(Decision decision) {
    if (decision instanceof Decision.Validate validate) {
      return validate.reason();
    }
    return decision instanceof Decision.Forward forward ? forward.reason() : ForwardReason.BYPASS;
  }

  private static Proceed proceed(
      Call call,
      ForwardReason reason,
      @Nullable Ticket ticket,
      Decision.@Nullable Validate validate) {
    HeaderFields conditions = validate == null ? HeaderFields.NONE : validate.conditions();
    Forwarded forwarded =
        new Forwarded(
            call.request,
            call.endpoint,
            reason,
            call.now,
            call.waited,
            ticket,
            ticket == null ? null : call.lead,
            validate == null ? null : validate.stored(),
            !conditions.lines().isEmpty(),
            call.place);
    return new Proceed(forwarded, conditions);
  }

  private static void end(Forwarded.@Nullable Lead lead, FlightResult result) {
    if (lead != null) {
      lead.end(result);
    }
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
    if (isAuthenticated(forwarded.request())) {
      unshared.put(
          forwarded.endpoint().resource(),
          nanoTime.getAsLong() + settings.uncacheableFor().toNanos());
    }
  }

  /** Removes what is stored for a request. */
  void drop(Forwarded forwarded) {
    try {
      store.invalidate(List.of(forwarded.place().head()));
    } catch (CacheException e) {
      // Counted and logged where it happened, and repeated.
      return;
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
