package dev.larder.cache;

import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of every change of keys: no load that began before it is stored, or joined, after it. In
 * this JVM that is what {@link SingleFlight} is for, and among nodes {@link Leases}, which cost
 * nothing where a module has none. Thread-safe.
 */
final class Changes {

  private final CacheStore store;
  private final StoreCalls calls;
  private final SingleFlight<String> flights;
  private final @Nullable Leases leases;

  Changes(
      CacheStore store, StoreCalls calls, SingleFlight<String> flights, @Nullable Leases leases) {
    this.store = store;
    this.calls = calls;
    this.flights = flights;
    this.leases = leases;
  }

  /** Writes one key; see {@link #write(String, Collection, Ttl, Supplier)}. */
  <R> R write(String operation, String key, Ttl ttl, Supplier<R> change) {
    return write(operation, List.of(key), ttl, change);
  }

  /**
   * Writes keys. Mostly no lease need be revoked for it, which would cost every write a round trip:
   * a load on another node stores on the condition that the key is as it was found, and what is
   * written now makes it another. Only what may be gone again while a lease from before still holds
   * needs it: then the load would find the key as it was.
   *
   * @param ttl how long what is written stays
   */
  <R> R write(String operation, Collection<String> keys, Ttl ttl, Supplier<R> change) {
    return changing(
        operation,
        keys,
        () -> {
          if (leases != null && leases.mayOutlast(ttl)) {
            leases.revoke(keys);
          }
          return change.get();
        });
  }

  /** Removes a key on a condition. */
  boolean removeIf(String key, BooleanSupplier removal) {
    return changing(
        "deleteIf",
        List.of(key),
        () -> {
          if (leases != null) {
            leases.revoke(List.of(key));
          }
          return removal.getAsBoolean();
        });
  }

  /** Removes a key; returns whether there was a live entry. */
  boolean remove(String key) {
    return changing(
        "delete", List.of(key), () -> leases == null ? store.delete(key) : leases.remove(key));
  }

  /** Removes what a scan selects; returns how many were really removed. */
  long remove(KeyScan scan) {
    Predicate<String> matches = scan.matcher();
    flights.supersedeMatching(matches);
    try {
      return calls.call(
          "deletePattern",
          () -> leases == null ? store.deleteMatching(scan) : leases.removeMatching(scan));
    } finally {
      flights.supersedeMatching(matches);
    }
  }

  private <R> R changing(String operation, Collection<String> keys, Supplier<R> change) {
    keys.forEach(flights::supersede);
    try {
      return calls.call(operation, change);
    } finally {
      keys.forEach(flights::supersede);
    }
  }
}
