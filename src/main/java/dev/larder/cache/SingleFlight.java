package dev.larder.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The register of what is computed now: at most one flight per key, unless the key is invalidated
 * meanwhile. It is the one mechanism behind {@code getOrSet} and the response cache, which use keys
 * that never meet. It is thread-safe, holds no thread of its own, and runs nothing.
 *
 * <p>Whoever needs a value {@linkplain #join joins} the flight of its key. The first one leads: it
 * computes, {@linkplain Flight#publish publishes}, and {@linkplain #land lands} the flight whatever
 * happens, on any thread. The others {@linkplain #await wait}, each within a bound of its own. A
 * leader that never comes back (a server drops a request now and then, a computation hangs) holds
 * nobody for longer: whoever waited in vain {@linkplain #retire retires} the flight, or {@linkplain
 * #land lands} it where its leader may never do so, and joins again.
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
 *   <li>A flight that nobody is to join any more, but that may store still, is {@linkplain #retire
 *       retired} and not landed: it stands with the retired ones before it leaves the others, and
 *       {@link #supersede} looks among the others first. So at each moment it is seen, and all of
 *       the above holds for it too, however many flights of its key begin after it.
 * </ul>
 *
 * <p><b>Why nothing deadlocks.</b> A thread waits only for a flight of another thread. Before it
 * waits, under one lock, it follows the chain from that flight's thread to the flight that thread
 * waits for, and so on; if the chain comes back to itself, waiting would close a circle, and it
 * loads for itself. Every waiter adds itself to the chain under the same lock, so of two threads
 * about to wait for each other the second sees the first. Circles through threads that a loader
 * starts cannot be seen; the bounded wait ends those.
 *
 * <p><b>Threads of a pool.</b> The thread that began a flight stands for it in that chain as long
 * as the flight needs it. A leader that gives its thread back and ends elsewhere (an asynchronous
 * resource) says so by {@link Flight#detach}: its thread may then serve others, also for the same
 * key, and waits for the flight like anybody. Where a leader forgets to, its old thread does not
 * wait for that one flight, and computes for itself; nothing worse, since chains only ever make
 * somebody not wait.
 *
 * @param <K> the keys
 */
public final class SingleFlight<K> {

  /** How a wait ended. */
  public enum Wait {
    /** The flight has published. */
    LANDED,
    /** The bound was reached before. The flight may be slow, or never land. */
    TIMED_OUT,
    /** It was not waited, or no longer: it would close a circle, or the thread was interrupted. */
    REFUSED
  }

  /** One computation. Thread-safe. */
  public static final class Flight {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Thread owner = Thread.currentThread();
    private boolean superseded;
    private volatile @Nullable Object result;

    private Flight() {}

    private synchronized void supersede() {
      superseded = true;
    }

    /** Runs a store's write unless the key was changed since; returns whether it stored. */
    public synchronized boolean unlessSuperseded(BooleanSupplier store) {
      return !superseded && store.getAsBoolean();
    }

    /** Lets the waiters go with a result; the leader calls it once, and may go on storing it. */
    public void publish(Object result) {
      this.result = result;
      done.countDown();
    }

    /** Returns what was published; null before. */
    public @Nullable Object result() {
      return result;
    }

    /** Says that the flight no longer needs the thread that began it. */
    public void detach() {
      owner = null;
    }
  }

  private final ConcurrentMap<K, Flight> flights = new ConcurrentHashMap<>();

  /** Flights that nobody joins any more, and that may store still; the lists are immutable. */
  private final ConcurrentMap<K, List<Flight>> retired = new ConcurrentHashMap<>();

  /** Which thread waits for which flight; guarded by itself. */
  private final Map<Thread, Flight> waiting = new HashMap<>();

  /** Makes an empty register. */
  public SingleFlight() {}

  /**
   * A place in a flight.
   *
   * @param flight the flight
   * @param leads whether the caller began it, and must publish and land it
   */
  public record Seat(Flight flight, boolean leads) {}

  /** Begins a flight of a key, or joins the one that runs already. */
  public Seat join(K key) {
    Flight running = flights.get(key);
    if (running == null) {
      Flight own = new Flight();
      running = flights.putIfAbsent(key, own);
      if (running == null) {
        return new Seat(own, true);
      }
    }
    return new Seat(running, false);
  }

  /**
   * Takes a flight from the register, so that the next caller begins a new one. Its leader does so
   * at the end; a waiter may after it {@linkplain Wait#TIMED_OUT waited in vain}, if what the
   * flight stores does not depend on {@link Flight#unlessSuperseded}: a later change no longer
   * finds it. Repeated, or for a flight that is not in the register any more, it does nothing.
   */
  public void land(K key, Flight flight) {
    flights.remove(key, flight);
    retired.computeIfPresent(key, (k, all) -> all.contains(flight) ? without(all, flight) : all);
  }

  /**
   * Lets nobody join a flight any more, so that the next caller begins a new one, while a change of
   * the key is still seen by it. Its leader may do so before it stores, and a waiter after it
   * {@linkplain Wait#TIMED_OUT waited in vain}: then the flight may go on, and store if nobody was
   * quicker. Its leader must land it all the same. For a flight that was landed, superseded or
   * retired before, this does nothing.
   */
  public void retire(K key, Flight flight) {
    // One atomic step with regard to a landing of the same flight, which would else be too early.
    flights.computeIfPresent(
        key,
        (k, running) -> {
          if (running != flight) {
            return running;
          }
          retired.merge(k, List.of(flight), SingleFlight::both);
          return null;
        });
  }

  private static List<Flight> both(List<Flight> some, List<Flight> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private static @Nullable List<Flight> without(List<Flight> all, Flight one) {
    List<Flight> others = all.stream().filter(flight -> flight != one).toList();
    return others.isEmpty() ? null : others;
  }

  /**
   * Waits for somebody else's flight.
   *
   * @param maxWait the bound; zero only looks
   * @return how it ended; {@link Wait#REFUSED} at once when waiting would close a circle, and on an
   *     interrupt, which stays set
   */
  public Wait await(Flight flight, Duration maxWait) {
    if (flight.done.getCount() == 0) {
      return Wait.LANDED;
    }
    Thread self = Thread.currentThread();
    synchronized (waiting) {
      if (closesCircle(flight, self)) {
        return Wait.REFUSED;
      }
      waiting.put(self, flight);
    }
    try {
      return flight.done.await(maxWait.toNanos(), TimeUnit.NANOSECONDS)
          ? Wait.LANDED
          : Wait.TIMED_OUT;
    } catch (InterruptedException e) {
      self.interrupt();
      return Wait.REFUSED;
    } finally {
      synchronized (waiting) {
        waiting.remove(self);
      }
    }
  }

  private boolean closesCircle(Flight flight, Thread self) {
    Flight at = flight;
    while (at != null) {
      Thread owner = at.owner;
      if (owner == self) {
        return true;
      }
      at = owner == null ? null : waiting.get(owner);
    }
    return false;
  }

  /** Makes a running flight of this key store nothing; called before and after a change of it. */
  public void supersede(K key) {
    Flight flight = flights.get(key);
    if (flight != null) {
      flight.supersede();
      flights.remove(key, flight);
    }
    List<Flight> others = retired.get(key);
    if (others != null) {
      others.forEach(Flight::supersede);
    }
  }

  /** Makes running flights of all keys that match store nothing. */
  public void supersedeMatching(Predicate<? super K> matches) {
    flights.forEach(
        (key, flight) -> {
          if (matches.test(key)) {
            flight.supersede();
            flights.remove(key, flight);
          }
        });
    retired.forEach(
        (key, others) -> {
          if (matches.test(key)) {
            others.forEach(Flight::supersede);
          }
        });
  }

  /** Returns the number of flights that run now, and can be joined. */
  public int size() {
    return flights.size();
  }
}
