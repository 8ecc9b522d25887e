package dev.larder.cache;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to load a key, of all nodes. The leader of this JVM's flight takes the lease of
 * the key; while another node has it, the leader looks from time to time whether the value has
 * come, or the lease has gone. It waits in its own thread, no longer than its caller allows, and
 * holds no connection meanwhile. Whatever the store does wrong, the caller loads for itself.
 *
 * <p>Circles through several nodes (each loads what the other one waits for) are not seen; the
 * bounded wait ends them.
 */
final class Turns {

  private static final System.Logger LOG = System.getLogger("dev.larder.cache");

  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  /** A turn: what there is, and the lease if one was taken. One thread uses it. */
  static final class Turn<T> {
    private final Found<T> found;
    private final boolean doubtful;
    private Leases.@Nullable Lease lease;

    private Turn(Found<T> found, boolean doubtful, Leases.@Nullable Lease lease) {
      this.found = found;
      this.doubtful = doubtful;
      this.lease = lease;
    }

    Found<T> found() {
      return found;
    }

    /** Returns whether there is a lease to give back. */
    boolean isLeased() {
      return lease != null;
    }

    /** Returns an outcome as others may use it: leases were asked for, and not got, or not used. */
    Outcome forOthers(Outcome outcome) {
      return doubtful ? new Outcome.Doubtful(outcome) : outcome;
    }

    /** Returns a condition of the store with the lease, if there is one. */
    WriteCondition whileHeld(WriteCondition condition) {
      return lease == null ? condition : Leases.whileHeld(lease, condition);
    }

    /** Says that the lease is gone already, or will be. */
    void forget() {
      lease = null;
    }
  }

  private final Reading reading;
  private final StoreCalls calls;
  private final CacheEvents events;
  private final @Nullable Leases leases;
  private final LongSupplier nanoTime;
  private final DoubleSupplier random;
  private final Pauses pauses;

  /** Whether it was said that loads take longer than leases last. */
  private final AtomicBoolean told = new AtomicBoolean();

  Turns(Reading reading, StoreCalls calls, CacheEvents events, StoreCacheModule.Parts parts) {
    this.reading = reading;
    this.calls = calls;
    this.events = events;
    this.leases = parts.leases();
    this.nanoTime = parts.nanoTime();
    this.random = parts.random();
    this.pauses = parts.pauses();
  }

  /** Returns a turn without a look at the store: what is loaded is not stored. */
  static <T> Turn<T> unknown() {
    return new Turn<>(new Found.Unknown<>(), false, null);
  }

  private static <T> Turn<T> withoutTurn() {
    return new Turn<>(new Found.Unknown<>(), true, null);
  }

  /**
   * Waits for the turn to load a key, and looks once more for its value, which may have come since.
   *
   * @param end when to stop waiting, by the module's clock
   */
  <T> Turn<T> take(LoadRequest<T> request, long end) {
    Leases shared = leasesFor(request);
    if (shared == null) {
      return new Turn<>(reading.lookUp(request), false, null);
    }
    try {
      return await(request, shared, end);
    } catch (CacheException e) {
      // Counted and logged by calls.
      return unknown();
    }
  }

  /** Takes the turn to load a key again if nobody has it; returns null when somebody has. */
  <T> @Nullable Turn<T> tryTake(LoadRequest<T> request) {
    Leases shared = leasesFor(request);
    if (shared == null) {
      return new Turn<>(reading.lookUpWithTtl(request), false, null);
    }
    try {
      Optional<Leases.Lease> lease = acquire(request, shared);
      return lease.isEmpty() ? null : new Turn<>(reading.lookUpWithTtl(request), true, lease.get());
    } catch (CacheException e) {
      // Counted and logged by calls; what is there is served on.
      return null;
    }
  }

  private @Nullable Leases leasesFor(LoadRequest<?> request) {
    return request.wantsLease() && Leases.isPossible(request.key()) ? leases : null;
  }

  private Optional<Leases.Lease> acquire(LoadRequest<?> request, Leases shared) {
    return calls.call("getOrSet", () -> shared.tryAcquire(request.key()));
  }

  private <T> Turn<T> await(LoadRequest<T> request, Leases shared, long end) {
    long pause = FIRST_PAUSE;
    boolean looked = false;
    boolean free = true;
    for (; ; ) {
      if (free) {
        Optional<Leases.Lease> lease = acquire(request, shared);
        if (lease.isPresent()) {
          return new Turn<>(reading.lookUp(request), true, lease.get());
        }
      }
      Leases.Look look = calls.call("getOrSet", () -> shared.look(request.key()));
      Found<T> found = reading.read(request, look.value(), null);
      if (found instanceof Found.Hit) {
        return new Turn<>(found, true, null);
      }
      long left = end - nanoTime.getAsLong();
      if (left <= 0) {
        // Who waited for an owner that died may find its lease gone at the very end.
        return look.state() == Leases.State.FREE
            ? orNone(request, acquire(request, shared))
            : withoutTurn();
      }
      if (look.state() == Leases.State.NOTHING) {
        return afterNothing(request, shared);
      }
      free = look.state() == Leases.State.FREE;
      if (!looked) {
        looked = true;
        events.waitedForNode();
      } else if (free) {
        // It has just gone: first come, first served.
        continue;
      }
      long chosen = (long) (pause * (0.5 + random.getAsDouble() / 2));
      if (!pauses.pause(Math.min(left, chosen))) {
        return withoutTurn();
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }

  /** Nobody waits for a load that follows one that gave nothing; one of them may store. */
  private <T> Turn<T> afterNothing(LoadRequest<T> request, Leases shared) {
    return orNone(
        request, calls.call("getOrSet", () -> shared.tryAcquireAfterNothing(request.key())));
  }

  private <T> Turn<T> orNone(LoadRequest<T> request, Optional<Leases.Lease> lease) {
    return lease.isEmpty() ? withoutTurn() : new Turn<>(reading.lookUp(request), true, lease.get());
  }

  /**
   * Gives the lease of a turn back, if it has one still.
   *
   * @param nothing whether there is no value that others could use: then the mark is left
   * @return whether the lease was there until now; false when that is not known, and true when the
   *     turn has none
   */
  boolean end(Turn<?> turn, boolean nothing) {
    Leases.Lease lease = turn.lease;
    Leases shared = leases;
    if (lease == null || shared == null) {
      return true;
    }
    turn.forget();
    try {
      boolean held =
          calls.call(
              "getOrSet", () -> nothing ? shared.releaseWithNothing(lease) : shared.release(lease));
      if (!held && shared.isOver(lease) && !told.getAndSet(true)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "A load took longer than the {0} ms of a lease, so its value was not stored. Where loads"
                + " take so long, leases must last longer (larder.load.lease-time); this is said once",
            shared.millis());
      }
      return held;
    } catch (CacheException e) {
      // Counted and logged by calls; the lease expires.
      return false;
    }
  }
}
