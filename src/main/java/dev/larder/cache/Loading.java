package dev.larder.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a {@code getOrSet}: look up, join or begin the one load of the key, store. See {@link
 * SingleFlight} and {@link Leases} for why a change of the key wins over a load, and why nothing
 * deadlocks.
 */
final class Loading {

  private static final System.Logger LOG = System.getLogger("dev.larder.cache");

  private final CacheStore store;
  private final StoreCalls calls;
  private final CacheEvents events;
  private final SingleFlight<String> flights;
  private final Reading reading;
  private final Turns turns;
  private final Refreshes refreshes;
  private final LoaderCalls loaders;
  private final LongSupplier nanoTime;

  Loading(CacheStore store, StoreCalls calls, CacheEvents events, StoreCacheModule.Parts parts) {
    this.store = store;
    this.calls = calls;
    this.events = events;
    this.flights = parts.flights();
    this.reading = new Reading(store, parts.codec(), calls);
    this.turns = new Turns(reading, calls, events, parts);
    this.refreshes = new Refreshes(parts.refreshes(), events, parts.random());
    this.loaders = new LoaderCalls(events, refreshes, parts.nanoTime());
    this.nanoTime = parts.nanoTime();
  }

  <T> @Nullable T getOrSet(LoadRequest<T> request) {
    boolean refreshed = refreshes.concern(request);
    Found<T> found = refreshed ? reading.lookUpWithTtl(request) : reading.lookUp(request);
    if (found instanceof Found.Hit<T> hit) {
      events.hits(1);
      if (refreshed) {
        refreshes.consider(request, hit.left(), () -> refresh(request, hit));
      }
      return hit.value();
    }
    events.misses(1);
    long end = nanoTime.getAsLong() + request.options().maxWait().toNanos();
    boolean first = true;
    boolean inVain = false;
    for (; ; ) {
      SingleFlight.Seat seat = flights.join(request.key());
      if (seat.leads()) {
        return lead(request, seat.flight(), found instanceof Found.Unknown, end);
      }
      Duration left = Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
      SingleFlight.Wait wait = flights.await(seat.flight(), left);
      if (wait == SingleFlight.Wait.TIMED_OUT) {
        if (inVain) {
          return lastLook(request);
        }
        // It takes too long, or will never end: nobody else is to wait for it. Time is up, so this
        // call leads now, or looks whether the next flight has landed already.
        inVain = true;
        flights.retire(request.key(), seat.flight());
        continue;
      }
      if (wait != SingleFlight.Wait.LANDED
          || !(seat.flight().result() instanceof Outcome outcome)) {
        return alone(request);
      }
      // A second flight began after the first one landed, and so after this call began: its value
      // cannot be too old for this call.
      if (!first && outcome instanceof Outcome.Doubtful doubtful) {
        return follow(request, doubtful.loaded());
      }
      if (!(outcome instanceof Outcome.GaveUp || outcome instanceof Outcome.Doubtful)) {
        return follow(request, outcome);
      }
      first = false;
      found = reading.lookUp(request);
      if (found instanceof Found.Hit<T> hit) {
        return hit.value();
      }
    }
  }

  private <T> @Nullable T lead(
      LoadRequest<T> request, SingleFlight.Flight flight, boolean away, long end) {
    Turns.Turn<T> turn = Turns.unknown();
    try {
      if (!away) {
        turn = turns.take(request, end);
      }
      // Looked up again: a flight that landed between the first look-up and the beginning of this
      // one has stored a value, which would be loaded a second time.
      if (turn.found() instanceof Found.Hit<T> hit) {
        publish(request, flight, turn.forOthers(hit.stored()));
        turns.end(turn, false);
        return hit.value();
      }
      WriteCondition condition =
          turn.found() instanceof Found.Miss<T> miss ? miss.condition() : null;
      return load(request, flight, turn, condition);
    } catch (Throwable failure) {
      // Whatever it is, also an Error, the waiters must not wait on; it is thrown on unchanged.
      flight.publish(new Outcome.Failed(failure));
      throw failure;
    } finally {
      end(request, flight, turn);
    }
  }

  /** Loads a value in the background that was found and is still served. */
  private <T> void refresh(LoadRequest<T> request, Found.Hit<T> seen) {
    SingleFlight.Seat seat = flights.join(request.key());
    if (!seat.leads()) {
      return;
    }
    SingleFlight.Flight flight = seat.flight();
    Turns.Turn<T> turn = null;
    try {
      turn = turns.tryTake(request);
      if (turn == null || !isStill(turn.found(), seen)) {
        // Loaded by another node, changed, or removed: there is nothing left to refresh.
        publish(request, flight, new Outcome.GaveUp());
        if (turn != null) {
          turns.end(turn, false);
        }
        return;
      }
      events.refreshBegun();
      load(request, flight, turn, WriteCondition.ifEquals(seen.stored().bytes()));
    } catch (RuntimeException failure) {
      // Counted where it happened. Nobody waits for a refresh but who came after a removal; what is
      // there is served on, and the next one who finds it due tries again.
      flight.publish(new Outcome.Failed(failure));
      LOG.log(System.Logger.Level.DEBUG, "A value was not refreshed", failure);
    } catch (Error failure) {
      // The waiters must not wait on; it is thrown on unchanged.
      flight.publish(new Outcome.Failed(failure));
      throw failure;
    } finally {
      end(request, flight, turn == null ? Turns.unknown() : turn);
    }
  }

  /** Whoever is to try again must not join this flight once more, so it lands before. */
  private void publish(LoadRequest<?> request, SingleFlight.Flight flight, Outcome outcome) {
    if (outcome instanceof Outcome.Doubtful || outcome instanceof Outcome.GaveUp) {
      flights.land(request.key(), flight);
    }
    flight.publish(outcome);
  }

  /** Whether what is there is what was seen before, and not the same bytes stored anew. */
  private static boolean isStill(Found<?> found, Found.Hit<?> seen) {
    return found instanceof Found.Hit<?> now
        && now.left() != null
        && seen.left() != null
        && now.left().compareTo(seen.left()) <= 0
        && Arrays.equals(now.stored().bytes(), seen.stored().bytes());
  }

  /** Loads, publishes and stores; without a condition nothing is stored. */
  private <T> @Nullable T load(
      LoadRequest<T> request,
      SingleFlight.Flight flight,
      Turns.Turn<T> turn,
      @Nullable WriteCondition condition) {
    T value = loaders.load(request);
    Reading.Loaded<T> loaded = reading.encode(request, value);
    Ttl ttl = refreshes.keep(request, value == null);
    boolean leased = turn.isLeased();
    if (leased) {
      // Who comes from now on asks the store: he may come after a change on another node that finds
      // the value stored, or the lease given back. Who came before learns whether the lease was
      // there until then; only then nothing was changed before he came. A change on this node still
      // finds the flight, which may be a refresh and store over the very bytes that are set now.
      flights.retire(request.key(), flight);
    } else {
      publish(request, flight, turn.forOthers(loaded.outcome()));
    }
    boolean undisturbed =
        (loaded.outcome() instanceof Outcome.Stored stored && condition != null && ttl != null)
            ? store(request.key(), stored.bytes(), ttl, flight, turn, condition)
            : turns.end(turn, true);
    if (leased) {
      Outcome outcome = loaded.outcome();
      flight.publish(undisturbed ? outcome : new Outcome.Doubtful(outcome));
    }
    return loaded.own();
  }

  /** Stores a value, and returns whether it is as good for waiters as it was when it was loaded. */
  private boolean store(
      String key,
      byte[] bytes,
      Ttl ttl,
      SingleFlight.Flight flight,
      Turns.Turn<?> turn,
      WriteCondition condition) {
    Stored stored = store(key, bytes, ttl, flight, turn.whileHeld(condition));
    if (stored == Stored.YES) {
      turn.forget();
      return true;
    }
    if (stored == Stored.STORE_AWAY) {
      // Nobody knows whether the lease was there until then. It is given back at the very end, if
      // the store is there again, when the waiters have been let go.
      return false;
    }
    // Superseded and still there: somebody has stored without a lease, so others find a value.
    return turns.end(turn, stored == Stored.REFUSED) && stored == Stored.REFUSED;
  }

  /** What became of a value that was to be stored. */
  private enum Stored {
    YES,
    /** The key was changed meanwhile, or the lease lost. */
    SUPERSEDED,
    /** The store does not take such a value. */
    REFUSED,
    STORE_AWAY
  }

  private Stored store(
      String key, byte[] bytes, Ttl ttl, SingleFlight.Flight flight, WriteCondition condition) {
    try {
      boolean stored =
          flight.unlessSuperseded(
              () -> calls.call("getOrSet", () -> store.putIf(key, bytes, ttl, condition)));
      if (stored) {
        events.written(1);
        return Stored.YES;
      }
      events.loadSuperseded();
      return Stored.SUPERSEDED;
    } catch (CacheException e) {
      // Counted and logged by calls; the caller has its value and need not know.
      return e.kind() == CacheException.Kind.UNAVAILABLE ? Stored.STORE_AWAY : Stored.REFUSED;
    }
  }

  private void end(LoadRequest<?> request, SingleFlight.Flight flight, Turns.Turn<?> turn) {
    try {
      turns.end(turn, true);
    } finally {
      flights.land(request.key(), flight);
    }
  }

  private <T> @Nullable T follow(LoadRequest<T> request, Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      if (failed.failure() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failed.failure();
    }
    if (outcome instanceof Outcome.Stored stored) {
      try {
        return reading.decode(request.type(), stored.bytes());
      } catch (CacheException e) {
        // Loaded as another type by somebody else: this caller's own loader knows better.
        return alone(request);
      }
    }
    Object value = outcome instanceof Outcome.Unstorable unstorable ? unstorable.value() : null;
    boolean fits = value == null || request.type().rawType().isInstance(value);
    return fits ? Reading.typed(request.type(), value) : alone(request);
  }

  /** What was waited for may have been stored by another node, or by the flight waited for. */
  private <T> @Nullable T lastLook(LoadRequest<T> request) {
    return reading.lookUp(request) instanceof Found.Hit<T> hit ? hit.value() : alone(request);
  }

  /** Loads outside the register of flights, and therefore stores nothing. */
  private <T> @Nullable T alone(LoadRequest<T> request) {
    return reading.encode(request, loaders.load(request)).own();
  }
}
