package dev.larder.cache;

import java.util.Collection;
import java.util.List;
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

  /** Changes one key. */
  <R> R change(String operation, String key, Supplier<R> change) {
    return changing(operation, List.of(key), () -> revoking(List.of(key), change));
  }

  /** Changes several keys. */
  <R> R change(String operation, Collection<String> keys, Supplier<R> change) {
    return changing(operation, keys, () -> revoking(List.copyOf(keys), change));
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

  private <R> R revoking(List<String> keys, Supplier<R> change) {
    if (leases != null) {
      leases.revoke(keys);
    }
    return change.get();
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
