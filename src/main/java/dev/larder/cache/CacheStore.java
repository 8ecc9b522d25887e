package dev.larder.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place that keeps bytes under keys for a time: the interface between a {@link CacheModule} and
 * memory, Redis or anything else. A store knows no prefix, no JSON and no loading; a third party
 * may supply one, and decorators wrap one.
 *
 * <p>Implementations are thread-safe, copy values in and out (but for the reads named shared),
 * bound every call in time, and throw {@link CacheException}s only. Keys are valid Unicode (the
 * module checks). The semantics of every operation are those of Redis for strings.
 */
public interface CacheStore extends AutoCloseable {

  /** Returns the short name of this kind of store, such as {@code memory}. */
  String name();

  /** Opens the store; a remote store that is away does not fail this call. It may be repeated. */
  void start();

  /** Closes everything the store holds; it may be repeated and throws nothing. */
  @Override
  void close();

  /** Returns the value of a key, or empty when there is no live entry. */
  Optional<byte[]> get(String key);

  /**
   * Returns the value of a key as {@link #get} does, for reading only: the array may be the one the
   * store keeps, and must not be changed. A store that has its values at hand saves a copy by it.
   */
  default Optional<byte[]> getShared(String key) {
    return get(key);
  }

  /** Returns the values of keys as {@link #getAll} does, for reading only. */
  default List<Optional<byte[]>> getAllShared(List<String> keys) {
    return getAll(keys);
  }

  /** Returns value and remaining TTL of a key in one round trip, or empty. */
  Optional<CacheEntry> entry(String key);

  /** Returns the values of keys in the order asked for, with a hole for a missing one. */
  List<Optional<byte[]>> getAll(List<String> keys);

  /**
   * Returns values with their remaining TTLs in the order asked for, with a hole for a missing key
   * as {@link #getAll}. What is inherited asks for one key after the other; a store that is far
   * away should need one round trip for many.
   */
  default List<Optional<CacheEntry>> entries(List<String> keys) {
    List<Optional<CacheEntry>> found = new ArrayList<>(keys.size());
    for (String key : keys) {
      found.add(entry(key));
    }
    return found;
  }

  /**
   * Returns what a list shows of keys, in the order asked for, with a hole for a missing key as
   * {@link #getAll}. It is no use of an entry: it keeps none from being evicted. What is inherited
   * reads the values; a store that is far away should not fetch large ones.
   *
   * @param whole up to which length in bytes a value comes whole; of a longer one come the first
   *     {@value EntryHead#BEGINNING} bytes
   */
  default List<Optional<EntryHead>> heads(List<String> keys, int whole) {
    List<Optional<EntryHead>> heads = new ArrayList<>(keys.size());
    entries(keys).forEach(entry -> heads.add(entry.map(found -> EntryHead.of(found, whole))));
    return heads;
  }

  /** Stores a value, replacing value and TTL of what was there. */
  void put(String key, byte[] value, Ttl ttl);

  /** Stores a value when the condition holds, atomically; returns whether it was stored. */
  boolean putIf(String key, byte[] value, Ttl ttl, WriteCondition condition);

  /**
   * Stores several values, as many as possible.
   *
   * @return the keys that were not stored with the reason of each; empty when all were
   */
  Map<String, CacheException> putAll(Map<String, byte[]> items, Ttl ttl);

  /**
   * Removes a key; returns whether there was a live entry.
   *
   * @throws CacheException {@link CacheException.Reason#DEFERRED} when a store that is away keeps
   *     the removal and will carry it out; so does {@link #deleteMatching}
   */
  boolean delete(String key);

  /**
   * Removes keys as {@link #delete} does, the last one after all others, and in one round trip
   * where the store can.
   *
   * @return of each key whether there was a live entry
   * @throws CacheException when one could not be removed, which may be any; {@link
   *     CacheException.Reason#DEFERRED} only when each is either removed or kept for later
   */
  default List<Boolean> deleteAll(List<String> keys) {
    List<Boolean> removed = new ArrayList<>(keys.size());
    CacheException deferred = null;
    for (String key : keys) {
      try {
        removed.add(delete(key));
      } catch (CacheException e) {
        if (e.reason() != CacheException.Reason.DEFERRED) {
          throw e;
        }
        deferred = e;
        removed.add(false);
      }
    }
    if (deferred != null) {
      throw deferred;
    }
    return removed;
  }

  /**
   * Removes keys as {@link #deleteAll} does, at once or not at all: never kept for later, since by
   * then it would be of no use.
   *
   * @return of each key whether there was a live entry
   * @throws CacheException when one could not be removed, which may be any
   */
  default List<Boolean> deleteAllNow(List<String> keys) {
    try {
      return deleteAll(keys);
    } catch (CacheException e) {
      if (e.reason() != CacheException.Reason.DEFERRED) {
        throw e;
      }
      throw new CacheException(CacheException.Reason.UNAVAILABLE, "the store is away", e);
    }
  }

  /**
   * Removes a key when the condition holds, atomically; returns whether an entry was removed. Of
   * {@link WriteCondition.IfNewer} the fence is moved even when there was no entry.
   *
   * @throws IllegalArgumentException for {@link WriteCondition.IfAbsent} and {@link
   *     WriteCondition.IfHeld}
   */
  boolean deleteIf(String key, WriteCondition condition);

  /** Returns whether the key has a live entry. */
  boolean exists(String key);

  /** Adds to a counter, keeping its TTL, and returns the new value; see {@code incr} of Redis. */
  long increment(String key, long delta);

  /**
   * Returns one page of the keys that a scan selects, without duplicates within the page. Keys that
   * are no valid Unicode are not ours and are left out. Like {@link #deleteMatching} it may take
   * long, and ends soon as {@linkplain CacheException.Reason#UNAVAILABLE unavailable} when its
   * thread is interrupted.
   *
   * @param cursor the cursor of the page before, or {@code null} to begin
   * @param limit a hint for the size of the page, at least 1
   * @throws IllegalArgumentException when the cursor is not one of this store's
   */
  ScanPage scan(KeyScan scan, @Nullable String cursor, int limit);

  /** Removes what a scan selects, in bounded batches; returns the number really removed. */
  long deleteMatching(KeyScan scan);

  /**
   * Asks the store whether it answers.
   *
   * @throws CacheException {@linkplain CacheException.Kind#UNAVAILABLE unavailable} when it does
   *     not within the time given
   */
  void ping(Duration timeout);

  /** Returns what the store knows of itself without asking anybody. */
  StoreStatus status();
}
