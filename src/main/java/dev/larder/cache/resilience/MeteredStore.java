package dev.larder.cache.resilience;

import dev.larder.cache.CacheEntry;
import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheStore;
import dev.larder.cache.EntryHead;
import dev.larder.cache.KeyScan;
import dev.larder.cache.ScanPage;
import dev.larder.cache.StoreStatus;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that tells how long each of its operations takes ({@link CacheEvents#called}). It changes
 * nothing; misuse, which is answered by {@link IllegalArgumentException}s, is not told. Thread-safe
 * as the store is.
 *
 * <p>The names that it tells: {@code get}, {@code entry}, {@code mget}, {@code entries}, {@code
 * heads}, {@code set}, {@code setIf}, {@code mset}, {@code delete}, {@code deleteAll}, {@code
 * deleteIf}, {@code exists}, {@code incr}, {@code keys}, {@code deletePattern}, {@code ping}.
 */
public final class MeteredStore implements CacheStore {

  private final CacheStore delegate;
  private final CacheEvents events;
  private final LongSupplier nanoTime;

  /**
   * Makes one.
   *
   * @param delegate it is closed with this one
   * @param events who is told
   * @param nanoTime a clock in nanoseconds from any origin, never going back
   */
  public MeteredStore(CacheStore delegate, CacheEvents events, LongSupplier nanoTime) {
    this.delegate = delegate;
    this.events = events;
    this.nanoTime = nanoTime;
  }

  private <R> R told(String operation, Supplier<R> call) {
    long start = nanoTime.getAsLong();
    R result;
    try {
      result = call.get();
    } catch (CacheException e) {
      tell(operation, start, e);
      throw e;
    }
    tell(operation, start, null);
    return result;
  }

  private void tell(String operation, long start, @Nullable CacheException failure) {
    events.called(delegate.name(), operation, nanoTime.getAsLong() - start, failure);
  }

  @Override
  public String name() {
    return delegate.name();
  }

  @Override
  public void start() {
    delegate.start();
  }

  @Override
  public void close() {
    delegate.close();
  }

  @Override
  public Optional<byte[]> get(String key) {
    return told("get", () -> delegate.get(key));
  }

  @Override
  public Optional<byte[]> getShared(String key) {
    return told("get", () -> delegate.getShared(key));
  }

  @Override
  public List<Optional<byte[]>> getAllShared(List<String> keys) {
    return told("mget", () -> delegate.getAllShared(keys));
  }

  @Override
  public Optional<CacheEntry> entry(String key) {
    return told("entry", () -> delegate.entry(key));
  }

  @Override
  public List<Optional<byte[]>> getAll(List<String> keys) {
    return told("mget", () -> delegate.getAll(keys));
  }

  @Override
  public List<Optional<CacheEntry>> entries(List<String> keys) {
    return told("entries", () -> delegate.entries(keys));
  }

  @Override
  public List<Optional<EntryHead>> heads(List<String> keys, int whole) {
    return told("heads", () -> delegate.heads(keys, whole));
  }

  @Override
  public void put(String key, byte[] value, Ttl ttl) {
    boolean unused =
        told(
            "set",
            () -> {
              delegate.put(key, value, ttl);
              return true;
            });
  }

  @Override
  public boolean putIf(String key, byte[] value, Ttl ttl, WriteCondition condition) {
    return told("setIf", () -> delegate.putIf(key, value, ttl, condition));
  }

  /** Of several failures the first one is told. */
  @Override
  public Map<String, CacheException> putAll(Map<String, byte[]> items, Ttl ttl) {
    long start = nanoTime.getAsLong();
    Map<String, CacheException> failures;
    try {
      failures = delegate.putAll(items, ttl);
    } catch (CacheException e) {
      tell("mset", start, e);
      throw e;
    }
    tell("mset", start, failures.values().stream().findFirst().orElse(null));
    return failures;
  }

  @Override
  public boolean delete(String key) {
    return told("delete", () -> delegate.delete(key));
  }

  @Override
  public List<Boolean> deleteAll(List<String> keys) {
    return told("deleteAll", () -> delegate.deleteAll(keys));
  }

  @Override
  public List<Boolean> deleteAllNow(List<String> keys) {
    return told("deleteAll", () -> delegate.deleteAllNow(keys));
  }

  @Override
  public boolean deleteIf(String key, WriteCondition condition) {
    return told("deleteIf", () -> delegate.deleteIf(key, condition));
  }

  @Override
  public boolean exists(String key) {
    return told("exists", () -> delegate.exists(key));
  }

  @Override
  public long increment(String key, long delta) {
    return told("incr", () -> delegate.increment(key, delta));
  }

  @Override
  public ScanPage scan(KeyScan scan, @Nullable String cursor, int limit) {
    return told("keys", () -> delegate.scan(scan, cursor, limit));
  }

  @Override
  public long deleteMatching(KeyScan scan) {
    return told("deletePattern", () -> delegate.deleteMatching(scan));
  }

  @Override
  public void ping(Duration timeout) {
    boolean unused =
        told(
            "ping",
            () -> {
              delegate.ping(timeout);
              return true;
            });
  }

  @Override
  public StoreStatus status() {
    return delegate.status();
  }

  @Override
  public String toString() {
    return "MeteredStore[" + delegate + "]";
  }
}
