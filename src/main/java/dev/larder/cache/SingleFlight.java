package dev.larder.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The register of loads that run now: at most one per key, unless the key is invalidated meanwhile.
 * It holds no thread of its own and runs loads on the threads of callers.
 *
 * <p><b>Why a change wins over a load.</b> A flight stores its value under its own monitor, after
 * it looked at {@code superseded}. Whoever changes a key calls {@link #supersede} before the change
 * and again after it, which sets that flag under the same monitor and takes the flight from the
 * register.
 *
 * <ul>
 *   <li>A flight that registered before the first call either stored before it, and the change,
 *       which comes later, overwrites or removes that value; or it does not store.
 *   <li>A flight that registers between the two began, and so does its loader, after the change was
 *       asked for: what it loads is not older. It could only overwrite a value that was set, so
 *       flights store on the condition that the key is as they found it.
 *   <li>Either way no flight that began before the change was complete is left in the register: who
 *       asks later joins none of them, not even one that has read the old value from the store.
 * </ul>
 *
 * <p><b>Why nothing deadlocks.</b> A thread waits only for a flight of another thread. Before it
 * waits, under one lock, it follows the chain from that flight's thread to the flight that thread
 * waits for, and so on; if the chain comes back to itself, waiting would close a circle, and it
 * loads for itself. Every waiter adds itself to the chain under the same lock, so of two threads
 * about to wait for each other the second sees the first. Circles through threads that a loader
 * starts cannot be seen; the bounded wait ends those.
 */
final class SingleFlight<K> {

  /** One load. Its result is published by the latch. */
  static final class Flight {
    private final Thread owner = Thread.currentThread();
    private final CountDownLatch done = new CountDownLatch(1);
    private boolean superseded;
    private volatile @Nullable Object result;

    private synchronized void supersede() {
      superseded = true;
    }

    /** Runs a store's write unless the key was changed since; returns whether it stored. */
    synchronized boolean unlessSuperseded(BooleanSupplier store) {
      return !superseded && store.getAsBoolean();
    }

    /** Lets the waiters go with a result; the flight may go on storing it. */
    void publish(Object result) {
      this.result = result;
      done.countDown();
    }

    /** Returns what was published; null before. */
    @Nullable Object result() {
      return result;
    }
  }

  private final ConcurrentMap<K, Flight> flights = new ConcurrentHashMap<>();

  /** Which thread waits for which flight; guarded by itself. */
  private final Map<Thread, Flight> waiting = new HashMap<>();

  /**
   * A place in a load.
   *
   * @param flight the load
   * @param leads whether the caller began it, and must publish and land it
   */
  record Seat(Flight flight, boolean leads) {}

  /** Begins a load of a key, or joins the one that runs already. */
  Seat join(K key) {
    Flight own = new Flight();
    Flight running = flights.putIfAbsent(key, own);
    return running == null ? new Seat(own, true) : new Seat(running, false);
  }

  /** Takes an own flight from the register, so that the next caller begins a new one. */
  void land(K key, Flight flight) {
    flights.remove(key, flight);
  }

  /**
   * Waits for somebody else's flight.
   *
   * @return whether it landed; false after the wait, at once when waiting would close a circle, and
   *     on an interrupt, which stays set
   */
  boolean await(Flight flight, Duration maxWait) {
    Thread self = Thread.currentThread();
    synchronized (waiting) {
      if (closesCircle(flight, self)) {
        return false;
      }
      waiting.put(self, flight);
    }
    try {
      return flight.done.await(maxWait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      self.interrupt();
      return false;
    } finally {
      synchronized (waiting) {
        waiting.remove(self);
      }
    }
  }

  private boolean closesCircle(Flight flight, Thread self) {
    Flight at = flight;
    while (at != null) {
      if (at.owner == self) {
        return true;
      }
      at = waiting.get(at.owner);
    }
    return false;
  }

  /** Makes a running load of this key store nothing; called before and after a change of it. */
  void supersede(K key) {
    Flight flight = flights.get(key);
    if (flight != null) {
      flight.supersede();
      flights.remove(key, flight);
    }
  }

  /** Makes running loads of all keys that match store nothing. */
  void supersedeMatching(Predicate<K> matches) {
    flights.forEach(
        (key, flight) -> {
          if (matches.test(key)) {
            flight.supersede();
            flights.remove(key, flight);
          }
        });
  }

  /** Returns the number of loads that run now. */
  int size() {
    return flights.size();
  }
}
