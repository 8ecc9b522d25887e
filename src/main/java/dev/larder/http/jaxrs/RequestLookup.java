package dev.larder.http.jaxrs;

import dev.larder.cache.CacheException;
import dev.larder.cache.Leases;
import dev.larder.cache.SingleFlight;
import dev.larder.http.CachePolicy;
import dev.larder.http.CacheRequest;
import dev.larder.http.Decision;
import dev.larder.http.ForwardReason;
import dev.larder.http.HeaderFields;
import dev.larder.http.storage.ResponseStore;
import dev.larder.http.storage.ResponseStore.Found;
import dev.larder.http.storage.ResponseStore.Place;
import dev.larder.http.storage.ResponseStore.Ticket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a request to a stored response, or to the resource. Thread-safe.
 *
 * <p><b>Collapsed forwarding.</b> Of concurrent requests that the same entry would answer, one
 * leads and goes to the resource; the others wait for a bounded time and look again. Who leads
 * looks once more before it goes on, since a flight may have landed between its look-up and its
 * lead; so while an entry can be stored, the resource runs once. Who waits for another node looks
 * from time to time, who waited in vain once more: a third node may have stored something. What
 * turned out not to be storable lets everybody go at once, and is remembered for a moment.
 *
 * <p><b>Invalidation during a request.</b> The generations are read ({@link ResponseStore#begin})
 * after the look-up and before the resource runs, and an entry that carries older ones is never
 * found. Requests that waited look into the store again instead of taking the leader's response, so
 * that they too get nothing that was computed before an invalidation they came after.
 */
final class RequestLookup {

  private static final System.Logger LOG = System.getLogger("dev.larder.http.jaxrs");

  /** How often a request looks, at most: it may wait, lead, and find that others were quicker. */
  private static final int LOOKS = 4;

  /** After how long a request that waits for another node looks again. */
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(250);

  private final ResponseStore store;
  private final CachePolicy policy;
  private final CachePolicy refreshing;
  private final SingleFlight<String> flights;
  private final @Nullable NodeTurns turns;
  private final ResponseCaching.Settings settings;
  private final Clock clock;
  private final LongSupplier nanoTime;

  /** Until when authenticated requests go alone, by resource method, in nanoseconds. */
  private final ConcurrentMap<Long, Long> unshared = new ConcurrentHashMap<>();

  RequestLookup(
      ResponseStore store,
      CachePolicy policy,
      CachePolicy refreshing,
      SingleFlight<String> flights,
      @Nullable NodeTurns turns,
      ResponseCaching.Settings settings,
      Clock clock,
      LongSupplier nanoTime) {
    this.store = store;
    this.policy = policy;
    this.refreshing = refreshing;
    this.flights = flights;
    this.turns = turns;
    this.settings = settings;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** Looks for a stored response to a GET or HEAD; without one, prepares for the resource's. */
  Outcome look(Exchange exchange, CacheRequest request, Endpoint endpoint, Place place) {
    Call call = new Call(exchange, request, endpoint, place, clock.instant());
    try {
      return look(call);
    } catch (CacheException e) {
      // Counted and logged where it happened. Without the store nothing is shared, so nobody needs
      // to wait either; a lease is left to expire, since giving it back would wait once more.
      if (call.lead != null) {
        call.lead.turn(null);
      }
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
        ? new Outcome.Unsatisfiable(reason)
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
    private boolean inVain;
    private int looks;
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
    if (!call.exchange.namesItsTargetPlainly() || CachePolicy.needsResource(call.request)) {
      return unlessCachedOnly(call, ForwardReason.REQUEST);
    }
    long end = nanoTime.getAsLong() + settings.collapseWait().toNanos();
    for (; ; ) {
      call.looks++;
      call.now = clock.instant();
      Found found = store.find(call.place, call.request.fields());
      Decision decision = decide(call, found);
      if (decision instanceof Decision.Hit hit) {
        end(call.lead, FlightResult.STORED);
        return new Outcome.Serve(hit, call.place, call.waited);
      }
      if (decision instanceof Decision.OnlyIfCached only) {
        end(call.lead, FlightResult.NOTHING_STORED);
        return new Outcome.Unsatisfiable(only.reason());
      }
      Decision.Validate validate = decision instanceof Decision.Validate v ? v : null;
      if (!policy.mayStore(call.request)) {
        // Nobody waits for a response that may not be stored. A HEAD is answered from a stored GET
        // and never makes an entry.
        return proceed(call, reason(decision), null, validate);
      }
      if (call.lead == null && call.looks < LOOKS && !goesAlone(call, found)) {
        SingleFlight.Seat seat = flights.join(found.flightKey());
        if (seat.leads()) {
          call.lead = new Forwarded.Lead(flights, found.flightKey(), seat.flight());
          continue;
        }
        call.waited = true;
        if (await(call, seat.flight(), found.flightKey(), end)) {
          continue;
        }
      }
      Ticket ticket = store.begin(call.place, found);
      if (looksAgain(call, found, ticket, end)) {
        continue;
      }
      return proceed(call, reason(decision), ticket, validate);
    }
  }

  /**
   * Whether to look once more instead of going on, because it is or was another node's turn, or
   * because the turn was just taken, and the one before may have stored something.
   */
  private boolean looksAgain(Call call, Found found, Ticket ticket, long end) {
    NodeTurns nodes = turns;
    Forwarded.Lead lead = call.lead;
    if (nodes == null
        || lead == null
        || lead.hasTurn()
        || call.looks >= LOOKS + LOOKS
        || call.exchange.isRefresh()
        || goesAlone(call, found)) {
      return false;
    }
    String name = NodeTurns.name(found, ticket);
    try {
      Optional<NodeTurns.Turn> turn = nodes.tryTake(name);
      if (turn.isPresent()) {
        lead.turn(turn.get());
        return true;
      }
      long left = end - nanoTime.getAsLong();
      if (left <= 0) {
        return false;
      }
      call.waited = true;
      Leases.State state = nodes.await(name, Duration.ofNanos(Math.min(left, SLICE)));
      if (state == Leases.State.TAKEN) {
        // Time bounds these looks, unless an interrupt has ended the wait.
        call.looks--;
        return !Thread.currentThread().isInterrupted();
      }
      return state == Leases.State.FREE;
    } catch (CacheException e) {
      // Each node for itself, then.
      return false;
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

  /** Remembers that an authenticated request did not share what it got. */
  void rememberUnshared(CacheRequest request, Endpoint endpoint) {
    if (isAuthenticated(request)) {
      unshared.put(endpoint.resource(), nanoTime.getAsLong() + settings.uncacheableFor().toNanos());
    }
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
  private boolean await(Call call, SingleFlight.Flight flight, String key, long end) {
    long left = Math.max(0, end - nanoTime.getAsLong());
    SingleFlight.Wait wait = flights.await(flight, Duration.ofNanos(left));
    if (wait == SingleFlight.Wait.TIMED_OUT && !call.inVain) {
      // It takes too long, or will never end: nobody else should wait for it.
      call.inVain = true;
      flights.land(key, flight);
      return true;
    }
    return wait == SingleFlight.Wait.LANDED && flight.result() != FlightResult.UNCACHEABLE;
  }

  private static ForwardReason reason(Decision decision) {
    if (decision instanceof Decision.Validate validate) {
      return validate.reason();
    }
    return decision instanceof Decision.Forward forward ? forward.reason() : ForwardReason.BYPASS;
  }

  private static Outcome proceed(
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
    return new Outcome.Proceed(forwarded, conditions);
  }

  private static void end(Forwarded.@Nullable Lead lead, FlightResult result) {
    if (lead != null) {
      lead.end(result);
    }
  }
}
