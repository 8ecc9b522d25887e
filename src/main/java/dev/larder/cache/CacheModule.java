package dev.larder.cache;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cache with one interface over memory and Redis. Instances are thread-safe.
 *
 * <p><b>Keys</b> are valid Unicode; a key with a lone surrogate is an {@link
 * IllegalArgumentException}. With a configured prefix a key is written as {@code prefix:key} and
 * comes back without it. Larder's own keys ({@code bifrost:requirements:content}, its companions in
 * braces, everything under {@code larder:}) are out of reach: {@link
 * CacheException.Reason#RESERVED_KEY}, and listings and patterns skip them.
 *
 * <p><b>Values</b> are bytes and are copied in and out: an array handed over or received may be
 * changed freely. Empty keys and empty values are keys and values like others.
 *
 * <p><b>Times to live</b> are {@link Duration}s: {@link #DEFAULT_TTL} (zero) is the configured
 * default, {@link #NO_EXPIRY} none, a negative one or one above 100 years is an {@link
 * IllegalArgumentException}; anything below a millisecond is rounded up to one. {@code get} never
 * changes a TTL.
 *
 * <p><b>Failures</b> are {@link CacheException}s: a miss is none. A store that cannot answer is
 * {@linkplain CacheException.Kind#UNAVAILABLE unavailable}, never a false "not found"; only {@code
 * getOrSet} turns it into a miss. Every call ends within the store's configured time-outs.
 */
public interface CacheModule {

  /** Asks for the configured default TTL. */
  Duration DEFAULT_TTL = Duration.ZERO;

  /** Asks for an entry that never expires. */
  Duration NO_EXPIRY = ChronoUnit.FOREVER.getDuration();

  /** Returns the name of the store behind this module, such as {@code memory} or {@code redis}. */
  String name();

  /** Opens the store. A store that is away does not fail this call; a second call does nothing. */
  void start();

  /**
   * Closes the store and everything it holds. A second call does nothing; any operation afterwards
   * is {@linkplain CacheException.Kind#UNAVAILABLE unavailable}.
   */
  void stop();

  /** Asks the store whether it answers, and returns within one second; it throws nothing. */
  CacheHealth health();

  /** Returns the value of a key, or empty when there is no live entry. */
  Optional<byte[]> get(String key);

  /** Returns value and remaining TTL of a key, read together, or empty when there is none. */
  Optional<CacheEntry> entry(String key);

  /**
   * Returns what a list shows of keys, in the order asked for; a missing key is an empty hole. It
   * is no look-up: it counts neither as hit nor as miss.
   *
   * @param whole up to which length in bytes a value comes whole; of a longer one come the first
   *     {@value EntryHead#BEGINNING} bytes
   */
  List<Optional<EntryHead>> heads(List<String> keys, int whole);

  /** Stores a value with the configured default TTL, replacing value and TTL of what was there. */
  default void set(String key, byte[] value) {
    set(key, value, DEFAULT_TTL);
  }

  /**
   * Stores a value, replacing value and TTL of what was there.
   *
   * @throws CacheException {@link CacheException.Reason#TOO_LARGE} when the store can never hold it
   */
  void set(String key, byte[] value, Duration ttl);

  /** Stores a value only when the key has no live entry; returns whether it was stored. */
  default boolean setIfAbsent(String key, byte[] value, Duration ttl) {
    return setIf(key, value, ttl, WriteCondition.ifAbsent());
  }

  /** Stores a value only when the condition holds, atomically; returns whether it was stored. */
  boolean setIf(String key, byte[] value, Duration ttl, WriteCondition condition);

  /**
   * Removes a key; returns whether it is known that there was a live entry. Where a store keeps
   * removals while it is away, this returns false then; {@link #remove} tells the difference.
   */
  default boolean delete(String key) {
    return remove(key) == Removal.REMOVED;
  }

  /** Removes a key; returns what became of it. */
  Removal remove(String key);

  /** Removes a key only when the condition holds, atomically; returns whether it was removed. */
  boolean deleteIf(String key, WriteCondition condition);

  /** Returns whether the key has a live entry. */
  boolean exists(String key);

  /**
   * Reads a JSON value as the type asked for; empty when there is no entry, or when it is the JSON
   * {@code null} ({@link #exists} tells the two apart).
   *
   * @throws CacheException {@link CacheException.Reason#UNREADABLE} when it is not that type
   */
  default <T> Optional<T> getJson(String key, Class<T> type) {
    return getJson(key, TypeRef.of(type));
  }

  /** Reads a JSON value as a generic type; otherwise as {@link #getJson(String, Class)}. */
  <T> Optional<T> getJson(String key, TypeRef<T> type);

  /** Stores a value as JSON with the configured default TTL. */
  default void setJson(String key, @Nullable Object value) {
    setJson(key, value, DEFAULT_TTL);
  }

  /**
   * Stores a value as JSON; {@code null} is the JSON {@code null}.
   *
   * @throws CacheException {@link CacheException.Reason#NOT_SERIALIZABLE} when it has no JSON form
   */
  void setJson(String key, @Nullable Object value, Duration ttl);

  /** Loads through the cache with {@link LoadOptions#DEFAULTS}. */
  default <T> @Nullable T getOrSet(String key, Class<T> type, Duration ttl, Loader<T> loader) {
    return getOrSet(key, TypeRef.of(type), ttl, LoadOptions.DEFAULTS, loader);
  }

  /** Loads a generic type through the cache with {@link LoadOptions#DEFAULTS}. */
  default <T> @Nullable T getOrSet(String key, TypeRef<T> type, Duration ttl, Loader<T> loader) {
    return getOrSet(key, type, ttl, LoadOptions.DEFAULTS, loader);
  }

  /**
   * Returns the cached value of a key, or loads, stores and returns it.
   *
   * <p>A hit and a miss give the same type: both are read from the stored form, so that callers
   * never share a mutable instance. In one JVM one loader runs per key at a time and the other
   * callers wait for it, at most {@link LoadOptions#maxWait()}, after which they load for
   * themselves; a nested call for a key that waits for this very thread loads at once, so that
   * nothing deadlocks. The loader holds no connection and no lock.
   *
   * <p>A delete, set or pattern delete of the key while the loader runs wins: the loaded value is
   * returned and not stored, and callers that come later load anew. A store that fails, and an
   * entry that is unreadable as this type, are misses. {@code null} is returned, and cached only
   * when {@link LoadOptions#nullTtl()} says so.
   *
   * @throws LoaderException when the loader throws a checked exception; unchecked exceptions and
   *     errors come out as they are. Failures are not cached; waiters get them too.
   */
  <T> @Nullable T getOrSet(
      String key, TypeRef<T> type, Duration ttl, LoadOptions options, Loader<T> loader);

  /**
   * Returns the values of keys in the order asked for; duplicates are repeated, and a missing key
   * is an empty hole.
   */
  List<Optional<byte[]>> mget(List<String> keys);

  /** Stores several values with the configured default TTL. */
  default void mset(Map<String, byte[]> items) {
    mset(items, DEFAULT_TTL);
  }

  /**
   * Stores several values with one TTL. It is not atomic.
   *
   * @throws BulkWriteException when some could not be stored: it names them; the others are stored
   */
  void mset(Map<String, byte[]> items, Duration ttl);

  /**
   * Returns the keys that match, lazily, page by page. Keys that are there all the time are
   * returned; keys that come or go meanwhile may be; a key may come twice.
   */
  Stream<String> keys(KeyPattern pattern);

  /**
   * Returns one page of the keys that match: no duplicates within it, about {@code limit} of them
   * (a hint: fewer or none are no sign of the end; only an absent cursor is).
   *
   * @param cursor the cursor of the page before, or {@code null} for the first page
   * @throws IllegalArgumentException when the cursor is not one of this pattern's, or limit &lt; 1
   */
  KeyPage keys(KeyPattern pattern, @Nullable String cursor, int limit);

  /**
   * Removes every key that matches; returns the number really removed, which is 0 when the removal
   * is kept until the store is back. It is not atomic.
   */
  default long deletePattern(KeyPattern pattern) {
    return removePattern(pattern).orElse(0);
  }

  /**
   * Removes every key that matches; returns the number really removed, or empty when the store is
   * away and the removal is kept, as {@link Removal#DEFERRED} says.
   */
  OptionalLong removePattern(KeyPattern pattern);

  /** Adds one to a counter and returns the new value. See {@link #incr(String, long)}. */
  default long incr(String key) {
    return incr(key, 1);
  }

  /**
   * Adds to a counter and returns the new value. A missing key counts as 0 and gets no TTL; an
   * existing one keeps its TTL. The stored text must be a canonical signed 64-bit decimal.
   *
   * @throws CacheException {@link CacheException.Reason#NOT_AN_INTEGER} or {@link
   *     CacheException.Reason#OVERFLOW}; the value is unchanged then
   */
  long incr(String key, long delta);

  /** Subtracts one from a counter and returns the new value. See {@link #decr(String, long)}. */
  default long decr(String key) {
    return decr(key, 1);
  }

  /** Subtracts from a counter; otherwise as {@link #incr(String, long)}. */
  long decr(String key, long delta);

  /** Returns a snapshot of the statistics since start, without asking the store over a network. */
  CacheStats stats();
}
