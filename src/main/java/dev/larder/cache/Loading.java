package dev.larder.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a {@code getOrSet}: look up, join or begin the one load of the key, store. See {@link
 * SingleFlight} for why a change of the key wins over a load, and why nothing deadlocks.
 */
final class Loading {

  /** One call, its key as the store has it and its TTLs resolved. */
  record Request<T>(
      String key,
      TypeRef<T> type,
      Ttl ttl,
      @Nullable Ttl nullTtl,
      Duration maxWait,
      Loader<T> loader) {}

  /** What a look-up found. */
  private sealed interface Found<T> {}

  private record Hit<T>(@Nullable T value, Stored stored) implements Found<T> {}

  /** Nothing usable; {@code condition} says what must still hold when a loaded value is stored. */
  private record Miss<T>(WriteCondition condition) implements Found<T> {}

  /** The store could not be asked, so nothing is stored either: that would wait once more. */
  private record Unknown<T>() implements Found<T> {}

  /** What a flight publishes. */
  private sealed interface Outcome {}

  /** A value in its stored form. */
  private static final class Stored implements Outcome {
    private final byte[] bytes;

    Stored(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  /** A value that has no stored form that can be read back. */
  private record Unstorable(@Nullable Object value) implements Outcome {}

  private record Failed(Throwable failure) implements Outcome {}

  /** What a flight publishes, and the leader's own copy. */
  private record Loaded<T>(Outcome outcome, @Nullable T own) {}

  private final CacheStore store;
  private final Codec codec;
  private final StoreCalls calls;
  private final CacheEvents events;
  private final SingleFlight<String> flights;
  private final LongSupplier nanoTime;

  Loading(
      CacheStore store,
      Codec codec,
      StoreCalls calls,
      CacheEvents events,
      SingleFlight<String> flights,
      LongSupplier nanoTime) {
    this.store = store;
    this.codec = codec;
    this.calls = calls;
    this.events = events;
    this.flights = flights;
    this.nanoTime = nanoTime;
  }

  <T> @Nullable T getOrSet(Request<T> request) {
    Found<T> found = lookUp(request);
    if (found instanceof Hit<T> hit) {
      events.hits(1);
      return hit.value();
    }
    events.misses(1);
    SingleFlight.Seat seat = flights.join(request.key());
    if (seat.leads()) {
      return lead(request, seat.flight(), found instanceof Unknown);
    }
    if (flights.await(seat.flight(), request.maxWait()) == SingleFlight.Wait.LANDED
        && seat.flight().result() instanceof Outcome outcome) {
      return follow(request, outcome);
    }
    return alone(request);
  }

  private <T> @Nullable T lead(Request<T> request, SingleFlight.Flight flight, boolean away) {
    try {
      // Looked up again: a flight that landed between the first look-up and the beginning of this
      // one has stored a value, which would be loaded a second time.
      Found<T> found = away ? new Unknown<>() : lookUp(request);
      if (found instanceof Hit<T> hit) {
        flight.publish(hit.stored());
        return hit.value();
      }
      T value = timed(request.loader());
      Loaded<T> loaded = encode(request, value);
      flight.publish(loaded.outcome());
      if (loaded.outcome() instanceof Stored stored && found instanceof Miss<T> miss) {
        store(request, flight, miss.condition(), value == null, stored.bytes);
      }
      return loaded.own();
    } catch (Throwable failure) {
      // Whatever it is, also an Error, the waiters must not wait on; it is thrown on unchanged.
      flight.publish(new Failed(failure));
      throw failure;
    } finally {
      flights.land(request.key(), flight);
    }
  }

  private <T> @Nullable T follow(Request<T> request, Outcome outcome) {
    if (outcome instanceof Failed failed) {
      if (failed.failure() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failed.failure();
    }
    if (outcome instanceof Stored stored) {
      try {
        return decode(request.type(), stored.bytes);
      } catch (CacheException e) {
        // Loaded as another type by somebody else: this caller's own loader knows better.
        return alone(request);
      }
    }
    Object value = ((Unstorable) outcome).value();
    boolean fits = value == null || request.type().rawType().isInstance(value);
    return fits ? typed(request.type(), value) : alone(request);
  }

  /** Loads outside the register of flights, and therefore stores nothing. */
  private <T> @Nullable T alone(Request<T> request) {
    return encode(request, timed(request.loader())).own();
  }

  private <T> Found<T> lookUp(Request<T> request) {
    Optional<byte[]> bytes;
    try {
      bytes = calls.call("getOrSet", () -> store.get(request.key()));
    } catch (CacheException e) {
      // A wrong kind of Redis value cannot be replaced on a condition, so it is left alone as well.
      return new Unknown<>();
    }
    if (bytes.isEmpty()) {
      return new Miss<>(WriteCondition.ifAbsent());
    }
    try {
      return new Hit<>(decode(request.type(), bytes.get()), new Stored(bytes.get()));
    } catch (CacheException e) {
      calls.failed("getOrSet", e);
      return new Miss<>(WriteCondition.ifEquals(bytes.get()));
    }
  }

  private <T> void store(
      Request<T> request,
      SingleFlight.Flight flight,
      WriteCondition condition,
      boolean isNull,
      byte[] bytes) {
    Ttl ttl = isNull ? request.nullTtl() : request.ttl();
    if (ttl == null) {
      return;
    }
    try {
      boolean stored =
          flight.unlessSuperseded(
              () ->
                  calls.call("getOrSet", () -> store.putIf(request.key(), bytes, ttl, condition)));
      if (stored) {
        events.written(1);
      } else {
        events.loadSuperseded();
      }
    } catch (CacheException e) {
      // Counted and logged by calls; the caller has its value and need not know.
      return;
    }
  }

  /** Brings a value into its stored form, and back, if it has one that can be read back. */
  private <T> Loaded<T> encode(Request<T> request, @Nullable T value) {
    try {
      byte[] bytes = codec.encode(value, request.type().type());
      return new Loaded<>(new Stored(bytes), decode(request.type(), bytes));
    } catch (CacheException e) {
      calls.failed("getOrSet", e);
      return new Loaded<>(new Unstorable(value), value);
    }
  }

  private <T> @Nullable T timed(Loader<T> loader) {
    long start = nanoTime.getAsLong();
    try {
      T value = loader.load();
      events.loaded(nanoTime.getAsLong() - start);
      return value;
    } catch (Throwable failure) {
      // Every failure is counted, and thrown on: checked ones wrapped.
      events.loadFailed(nanoTime.getAsLong() - start);
      if (failure instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new LoaderException(failure);
    }
  }

  private <T> @Nullable T decode(TypeRef<T> type, byte[] bytes) {
    return typed(type, codec.decode(bytes, type.type()));
  }

  /** Casts what a codec returned for a declared type to that type. */
  // A codec returns what the declared type asks for, and a TypeRef<T> declares T.
  @SuppressWarnings("unchecked")
  static <T> @Nullable T typed(TypeRef<T> type, @Nullable Object value) {
    return (T) value;
  }
}
