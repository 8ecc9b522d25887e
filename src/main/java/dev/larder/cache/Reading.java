package dev.larder.cache;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Look-ups for {@code getOrSet}, and values between their two forms. Thread-safe. */
final class Reading {

  /** A value's outcome, and the loading caller's own copy. */
  record Loaded<T>(Outcome outcome, @Nullable T own) {}

  private final CacheStore store;
  private final Codec codec;
  private final StoreCalls calls;

  Reading(CacheStore store, Codec codec, StoreCalls calls) {
    this.store = store;
    this.codec = codec;
    this.calls = calls;
  }

  /** Looks up a value. */
  <T> Found<T> lookUp(LoadRequest<T> request) {
    try {
      return read(request, calls.call("getOrSet", () -> store.get(request.key())), null);
    } catch (CacheException e) {
      // A wrong kind of Redis value cannot be replaced on a condition, so it is left alone as well.
      return new Found.Unknown<>();
    }
  }

  /** Looks up a value with its remaining TTL. */
  <T> Found<T> lookUpWithTtl(LoadRequest<T> request) {
    try {
      Optional<CacheEntry> entry = calls.call("getOrSet", () -> store.entry(request.key()));
      return read(
          request, entry.map(CacheEntry::value), entry.flatMap(CacheEntry::ttl).orElse(null));
    } catch (CacheException e) {
      // As above.
      return new Found.Unknown<>();
    }
  }

  /** Returns what is found when the store has this. */
  <T> Found<T> read(LoadRequest<T> request, Optional<byte[]> bytes, @Nullable Duration left) {
    if (bytes.isEmpty()) {
      return new Found.Miss<>(WriteCondition.ifAbsent());
    }
    try {
      return new Found.Hit<>(
          decode(request.type(), bytes.get()), new Outcome.Stored(bytes.get()), left);
    } catch (CacheException e) {
      calls.failed("getOrSet", e);
      return new Found.Miss<>(WriteCondition.ifEquals(bytes.get()));
    }
  }

  /** Brings a value into its stored form, and back, if it has one that can be read back. */
  <T> Loaded<T> encode(LoadRequest<T> request, @Nullable T value) {
    try {
      byte[] bytes = codec.encode(value, request.type().type());
      return new Loaded<>(new Outcome.Stored(bytes), decode(request.type(), bytes));
    } catch (CacheException e) {
      calls.failed("getOrSet", e);
      return new Loaded<>(new Outcome.Unstorable(value), value);
    }
  }

  <T> @Nullable T decode(TypeRef<T> type, byte[] bytes) {
    return typed(type, codec.decode(bytes, type.type()));
  }

  /** Casts what a codec returned for a declared type to that type. */
  // A codec returns what the declared type asks for, and a TypeRef<T> declares T.
  @SuppressWarnings("unchecked")
  static <T> @Nullable T typed(TypeRef<T> type, @Nullable Object value) {
    return (T) value;
  }
}
