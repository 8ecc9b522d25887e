package dev.larder.cache.tiered;

import dev.larder.cache.CacheEntry;
import dev.larder.cache.CacheStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reads of a {@link TieredStore}: from a copy where one may be used, and otherwise from the
 * remote store, of whose answer a copy is kept. It is thread-safe.
 */
final class NearReads {

  private final CacheStore remote;
  private final NearSettings settings;
  private final LongSupplier nanoTime;
  private final Supplier<NearTier> near;
  private final long leaseNanos;
  private final long nearTtlNanos;

  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /**
   * Makes them.
   *
   * @param near the tier of this moment; asked for once in a read, before the remote store is
   */
  NearReads(
      CacheStore remote, NearSettings settings, LongSupplier nanoTime, Supplier<NearTier> near) {
    this.remote = remote;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.near = near;
    this.leaseNanos = settings.lease().toNanos();
    this.nearTtlNanos = settings.nearTtl().toNanos();
  }

  /** Returns how many look-ups a copy answered. */
  long hits() {
    return hits.sum();
  }

  /** Returns how many look-ups no copy answered. */
  long misses() {
    return misses.sum();
  }

  Optional<byte[]> get(String key) {
    long now = nanoTime.getAsLong();
    NearTier tier = usable(key, now);
    if (tier == null) {
      return remote.get(key);
    }
    NearValue copy = look(tier, key, now);
    if (copy != null) {
      return Optional.of(copy.copy());
    }
    Read read = read(tier, key);
    return read.found.map(entry -> read.kept ? entry.value().clone() : entry.value());
  }

  Optional<byte[]> getShared(String key) {
    long now = nanoTime.getAsLong();
    NearTier tier = usable(key, now);
    if (tier == null) {
      return remote.getShared(key);
    }
    NearValue copy = look(tier, key, now);
    return copy != null ? Optional.of(copy.shared()) : read(tier, key).found.map(CacheEntry::value);
  }

  Optional<CacheEntry> entry(String key) {
    long now = nanoTime.getAsLong();
    NearTier tier = usable(key, now);
    if (tier == null) {
      return remote.entry(key);
    }
    NearValue copy = look(tier, key, now);
    if (copy != null) {
      return Optional.of(new CacheEntry(copy.copy(), copy.remaining(now)));
    }
    Read read = read(tier, key);
    return read.found.map(entry -> read.kept ? copy(entry) : entry);
  }

  boolean exists(String key) {
    long now = nanoTime.getAsLong();
    NearTier tier = usable(key, now);
    return (tier != null && look(tier, key, now) != null) || remote.exists(key);
  }

  /** Asks the remote store once, for all that have no copy. */
  List<Optional<byte[]>> getAll(List<String> keys, boolean shared) {
    long now = nanoTime.getAsLong();
    NearTier tier = near.get();
    if (!tier.isUsable(now, leaseNanos)) {
      misses.add(keys.size());
      return shared ? remote.getAllShared(keys) : remote.getAll(keys);
    }
    Looked looked = lookAll(tier, keys, now);
    List<Optional<byte[]>> found = new ArrayList<>(keys.size());
    for (String key : keys) {
      NearValue copy = looked.copies.get(key);
      Optional<byte[]> value =
          copy == null ? looked.asked(key).map(CacheEntry::value) : Optional.of(copy.shared());
      found.add(shared ? value : value.map(byte[]::clone));
    }
    return found;
  }

  /** Asks the remote store once, for all that have no copy. */
  List<Optional<CacheEntry>> entries(List<String> keys) {
    long now = nanoTime.getAsLong();
    NearTier tier = near.get();
    if (!tier.isUsable(now, leaseNanos)) {
      misses.add(keys.size());
      return remote.entries(keys);
    }
    Looked looked = lookAll(tier, keys, now);
    List<Optional<CacheEntry>> found = new ArrayList<>(keys.size());
    for (String key : keys) {
      NearValue copy = looked.copies.get(key);
      found.add(
          copy == null
              ? looked.asked(key).map(NearReads::copy)
              : Optional.of(new CacheEntry(copy.copy(), copy.remaining(now))));
    }
    return found;
  }

  private static CacheEntry copy(CacheEntry entry) {
    return new CacheEntry(entry.value().clone(), entry.ttl().orElse(null));
  }

  /** The copies of some keys, and what the remote store says of the others. */
  private record Looked(Map<String, NearValue> copies, Map<String, Optional<CacheEntry>> missing) {
    Optional<CacheEntry> asked(String key) {
      return missing.getOrDefault(key, Optional.empty());
    }
  }

  private Looked lookAll(NearTier tier, List<String> keys, long now) {
    Looked looked = new Looked(new HashMap<>(keys.size() * 2), new LinkedHashMap<>());
    for (String key : keys) {
      NearValue copy = settings.nearKeys().test(key) ? look(tier, key, now) : null;
      if (copy == null) {
        looked.missing.put(key, Optional.empty());
      } else {
        looked.copies.put(key, copy);
      }
    }
    if (!looked.missing.isEmpty()) {
      readAll(tier, looked.missing);
    }
    return looked;
  }

  /** Fills in the entries of keys that have no copy, and keeps copies of those that may. */
  private void readAll(NearTier tier, Map<String, Optional<CacheEntry>> missing) {
    Map<String, Object> reservations = new HashMap<>(missing.size() * 2);
    try {
      for (String key : missing.keySet()) {
        Object reservation = settings.nearKeys().test(key) ? tier.reserve(key) : null;
        if (reservation != null) {
          reservations.put(key, reservation);
        }
      }
      long sent = nanoTime.getAsLong();
      List<Optional<CacheEntry>> found = remote.entries(List.copyOf(missing.keySet()));
      int at = 0;
      for (Map.Entry<String, Optional<CacheEntry>> each : missing.entrySet()) {
        Optional<CacheEntry> entry = found.get(at++);
        each.setValue(entry);
        Object reservation = reservations.get(each.getKey());
        if (reservation != null && entry.isPresent()) {
          keep(tier, each.getKey(), reservation, entry.get(), sent);
        }
      }
    } finally {
      reservations.forEach(tier::release);
    }
  }

  /** Returns the tier when it may be used for this key; counts a miss otherwise. */
  private @Nullable NearTier usable(String key, long now) {
    if (!settings.nearKeys().test(key)) {
      return null;
    }
    NearTier tier = near.get();
    if (tier.isUsable(now, leaseNanos)) {
      return tier;
    }
    misses.increment();
    return null;
  }

  private @Nullable NearValue look(NearTier tier, String key, long now) {
    NearValue copy = tier.get(key, now);
    (copy == null ? misses : hits).increment();
    return copy;
  }

  /** An entry of the remote store, and whether its bytes are those of a copy now. */
  private record Read(Optional<CacheEntry> found, boolean kept) {}

  private Read read(NearTier tier, String key) {
    Object reservation = tier.reserve(key);
    if (reservation == null) {
      return new Read(remote.entry(key), false);
    }
    try {
      long sent = nanoTime.getAsLong();
      Optional<CacheEntry> found = remote.entry(key);
      boolean kept = found.isPresent() && keep(tier, key, reservation, found.get(), sent);
      return new Read(found, kept);
    } finally {
      tier.release(key, reservation);
    }
  }

  private boolean keep(NearTier tier, String key, Object reservation, CacheEntry entry, long sent) {
    return tier.keep(key, reservation, NearValue.of(key, entry, sent, nearTtlNanos));
  }
}
