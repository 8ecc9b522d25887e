package dev.larder.http.jaxrs;

import dev.larder.cache.SingleFlight;
import dev.larder.http.CacheRequest;
import dev.larder.http.ForwardReason;
import dev.larder.http.StoredResponse;
import dev.larder.http.storage.ResponseStore;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A request that went on to the resource, and what waits for its response: the right to store it,
 * the flight that others wait for, the stale response that is being validated. It comes to its end
 * exactly once, whichever of filter, interceptor and container sees the end first.
 */
final class Forwarded {

  /** A flight that this request leads, in this JVM and perhaps for all nodes. */
  static final class Lead {
    private final SingleFlight<String> flights;
    private final String key;
    private final SingleFlight.Flight flight;
    private final AtomicReference<NodeTurns.@Nullable Turn> turn = new AtomicReference<>();

    Lead(SingleFlight<String> flights, String key, SingleFlight.Flight flight) {
      this.flights = flights;
      this.key = key;
      this.flight = flight;
    }

    /** Has a turn end with the flight; null for none any more. */
    void turn(NodeTurns.@Nullable Turn taken) {
      turn.set(taken);
    }

    boolean hasTurn() {
      return turn.get() != null;
    }

    /** Lets those go who wait: first here, then elsewhere. */
    void end(FlightResult result) {
      flight.publish(result);
      flights.land(key, flight);
      NodeTurns.Turn taken = turn.getAndSet(null);
      if (taken != null) {
        taken.end(result);
      }
    }
  }

  private final CacheRequest request;
  private final Endpoint endpoint;
  private final ForwardReason reason;
  private final Instant requestTime;
  private final boolean collapsed;
  private final ResponseStore.@Nullable Ticket ticket;
  private final @Nullable Lead lead;
  private final @Nullable StoredResponse stale;
  private final boolean conditional;
  private final ResponseStore.Place place;
  private final AtomicReference<@Nullable Capture> capture = new AtomicReference<>();
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * Makes it.
   *
   * @param collapsed whether it waited for another request first
   * @param ticket null when the response is not to be stored
   * @param lead null when nobody waits
   * @param stale what is stored already, if it may be needed
   * @param place where responses to it are stored
   * @param conditional whether the request carries validators of {@code stale}
   */
  Forwarded(
      CacheRequest request,
      Endpoint endpoint,
      ForwardReason reason,
      Instant requestTime,
      boolean collapsed,
      ResponseStore.@Nullable Ticket ticket,
      @Nullable Lead lead,
      @Nullable StoredResponse stale,
      boolean conditional,
      ResponseStore.Place place) {
    this.request = request;
    this.endpoint = endpoint;
    this.reason = reason;
    this.requestTime = requestTime;
    this.collapsed = collapsed;
    this.ticket = ticket;
    this.lead = lead;
    this.stale = stale;
    this.conditional = conditional;
    this.place = place;
  }

  CacheRequest request() {
    return request;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  ForwardReason reason() {
    return reason;
  }

  Instant requestTime() {
    return requestTime;
  }

  boolean collapsed() {
    return collapsed;
  }

  ResponseStore.@Nullable Ticket ticket() {
    return ticket;
  }

  boolean leads() {
    return lead != null;
  }

  @Nullable StoredResponse stale() {
    return stale;
  }

  ResponseStore.Place place() {
    return place;
  }

  boolean conditional() {
    return conditional;
  }

  /** Has the response stored when it is complete; null for not at all. */
  void capture(@Nullable Capture wanted) {
    capture.set(wanted);
  }

  /**
   * Returns what is to be captured, once: after an exception while writing, JAX-RS passes filters
   * and interceptors a second time for the same request.
   */
  @Nullable Capture takeCapture() {
    return capture.getAndSet(null);
  }

  boolean hasEnded() {
    return ended.get();
  }

  /** Ends it, and lets those go who wait for it. */
  void end(FlightResult result) {
    if (ended.compareAndSet(false, true) && lead != null) {
      lead.end(result);
    }
  }

  /** Says that another thread will end it. */
  void detach() {
    if (lead != null) {
      lead.flight.detach();
    }
  }

  /** Ends it when the container is done with the request and nothing else has ended it. */
  void giveUp() {
    capture.set(null);
    end(FlightResult.NOTHING_STORED);
  }
}
