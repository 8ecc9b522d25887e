package dev.larder.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one implementation of a module over a store: it adds the prefix, the reserved keys, the
 * default TTL, JSON, loading, and the statistics. It is thread-safe without locks of its own; see
 * {@link SingleFlight} for how changes and loads of one key go together.
 */
final class StoreCacheModule implements CacheModule {

  private static final Duration PING = Duration.ofMillis(900);

  private final CacheStore store;
  private final Codec codec;
  private final KeySpace keys;
  private final Ttl defaultTtl;
  private final Tally tally;
  private final StoreCalls calls;
  private final Changes changes;
  private final Loading loading;
  private final LoadOptions loadDefaults;
  private final boolean closesStore;

  /** What a module is made of besides its store; see {@link CacheModuleBuilder}. */
  record Parts(
      Codec codec,
      KeySpace keys,
      Ttl defaultTtl,
      CacheEvents events,
      SingleFlight<String> flights,
      @Nullable Leases leases,
      LoadOptions loadDefaults,
      @Nullable Executor refreshes,
      LongSupplier nanoTime,
      DoubleSupplier random,
      Pauses pauses,
      boolean closesStore) {}

  StoreCacheModule(CacheStore store, Parts parts) {
    this.store = store;
    this.codec = parts.codec();
    this.keys = parts.keys();
    this.defaultTtl = parts.defaultTtl();
    this.tally = new Tally(parts.events());
    this.calls = new StoreCalls(store.name(), tally, parts.nanoTime());
    this.changes = new Changes(store, calls, parts.flights(), parts.leases());
    this.loading = new Loading(store, calls, tally, parts);
    this.loadDefaults = parts.loadDefaults();
    this.closesStore = parts.closesStore();
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public void start() {
    store.start();
    calls.started();
  }

  @Override
  public void stop() {
    calls.stopped();
    if (closesStore) {
      store.close();
    }
  }

  @Override
  public CacheHealth health() {
    if (calls.isStopped()) {
      return new CacheHealth(CacheHealth.State.STOPPED, "the cache is stopped");
    }
    try {
      store.ping(PING);
      // A store that answers may still have removals to carry out before it is used again.
      return store.status().state().equals(StoreStatus.UP)
          ? new CacheHealth(CacheHealth.State.UP, "the " + name() + " cache answers")
          : new CacheHealth(
              CacheHealth.State.DEGRADED, "the " + name() + " cache answers, and is not used yet");
    } catch (CacheException e) {
      return new CacheHealth(
          CacheHealth.State.DEGRADED, "the " + name() + " cache does not answer");
    }
  }

  @Override
  public Optional<byte[]> get(String key) {
    return get(key, store::get);
  }

  /** See {@link CacheStore#getShared}. */
  Optional<byte[]> getShared(String key) {
    return get(key, store::getShared);
  }

  private Optional<byte[]> get(String key, Function<String, Optional<byte[]>> read) {
    String written = keys.written(key);
    Optional<byte[]> found = calls.call("get", () -> read.apply(written));
    count(found.isPresent());
    return found;
  }

  @Override
  public Optional<CacheEntry> entry(String key) {
    String written = keys.written(key);
    Optional<CacheEntry> found = calls.call("entry", () -> store.entry(written));
    count(found.isPresent());
    return found;
  }

  @Override
  public List<Optional<EntryHead>> heads(List<String> asked, int whole) {
    List<String> written = asked.stream().map(keys::written).toList();
    return calls.call("heads", () -> store.heads(written, whole));
  }

  @Override
  public void set(String key, byte[] value, Duration ttl) {
    String written = keys.written(key);
    Ttl resolved = resolve(ttl);
    changes.write(
        "set",
        written,
        resolved,
        () -> {
          store.put(written, value, resolved);
          return true;
        });
    tally.written(1);
  }

  @Override
  public boolean setIf(String key, byte[] value, Duration ttl, WriteCondition condition) {
    String written = keys.written(key);
    Ttl resolved = resolve(ttl);
    WriteCondition writtenCondition = written(condition);
    boolean stored =
        changes.write(
            "setIf",
            written,
            resolved,
            () -> store.putIf(written, value, resolved, writtenCondition));
    if (stored) {
      tally.written(1);
    }
    return stored;
  }

  @Override
  public Removal remove(String key) {
    String written = keys.written(key);
    try {
      if (!changes.remove(written)) {
        return Removal.ABSENT;
      }
    } catch (CacheException e) {
      return deferred(e, Removal.DEFERRED);
    }
    tally.removed(1);
    return Removal.REMOVED;
  }

  /** Returns the result for a removal that the store keeps; throws whatever else it says. */
  private static <R> R deferred(CacheException e, R result) {
    if (e.reason() != CacheException.Reason.DEFERRED) {
      throw e;
    }
    return result;
  }

  @Override
  public boolean deleteIf(String key, WriteCondition condition) {
    String written = keys.written(key);
    WriteCondition writtenCondition = written(condition);
    boolean removed = changes.removeIf(written, () -> store.deleteIf(written, writtenCondition));
    if (removed) {
      tally.removed(1);
    }
    return removed;
  }

  @Override
  public boolean exists(String key) {
    String written = keys.written(key);
    return calls.call("exists", () -> store.exists(written));
  }

  @Override
  public <T> Optional<T> getJson(String key, TypeRef<T> type) {
    Optional<byte[]> bytes = get(key);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Reading.typed(type, codec.decode(bytes.get(), type.type())));
    } catch (CacheException e) {
      calls.failed("getJson", e);
      throw e;
    }
  }

  @Override
  public void setJson(String key, @Nullable Object value, Duration ttl) {
    set(key, codec.encode(value, value == null ? Object.class : value.getClass()), ttl);
  }

  @Override
  public <T> @Nullable T getOrSet(
      String key, TypeRef<T> type, Duration ttl, LoadOptions options, Loader<T> loader) {
    String written = keys.written(key);
    Ttl resolved = resolve(ttl);
    Ttl nullTtl = options.nullTtl().map(this::resolve).orElse(null);
    return loading.getOrSet(
        new LoadRequest<>(written, type, resolved, nullTtl, options.orElse(loadDefaults), loader));
  }

  @Override
  public List<Optional<byte[]>> mget(List<String> asked) {
    return mget(asked, store::getAll);
  }

  /** See {@link CacheStore#getAllShared}. */
  List<Optional<byte[]>> mgetShared(List<String> asked) {
    return mget(asked, store::getAllShared);
  }

  private List<Optional<byte[]>> mget(
      List<String> asked, Function<List<String>, List<Optional<byte[]>>> read) {
    List<String> written = new ArrayList<>(asked.size());
    for (String key : asked) {
      written.add(keys.written(key));
    }
    List<Optional<byte[]>> found = calls.call("mget", () -> read.apply(written));
    long hits = found.stream().filter(Optional::isPresent).count();
    tally.hits(hits);
    tally.misses(found.size() - hits);
    return found;
  }

  @Override
  public void mset(Map<String, byte[]> items, Duration ttl) {
    Ttl resolved = resolve(ttl);
    Map<String, byte[]> written = new LinkedHashMap<>(items.size() * 2);
    items.forEach((key, value) -> written.put(keys.written(key), value));
    changes.write("mset", written.keySet(), resolved, () -> putAll(written, resolved));
  }

  /** Throws what the store only returns, so that it counts as the failure of the call. */
  private int putAll(Map<String, byte[]> written, Ttl ttl) {
    Map<String, CacheException> failures = store.putAll(written, ttl);
    tally.written((long) written.size() - failures.size());
    if (!failures.isEmpty()) {
      Map<String, CacheException> read = new LinkedHashMap<>();
      failures.forEach((key, failure) -> read.put(keys.read(key), failure));
      throw new BulkWriteException(read, written.size());
    }
    return written.size();
  }

  @Override
  public Stream<String> keys(KeyPattern pattern) {
    return StreamSupport.stream(new KeyListing(this, pattern), false);
  }

  @Override
  public KeyPage keys(KeyPattern pattern, @Nullable String cursor, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit of a page is at least 1: " + limit);
    }
    KeyScan scan = keys.scan(pattern);
    String storeCursor = cursor == null ? null : Cursors.read(store.name(), scan, pattern, cursor);
    ScanPage page = calls.call("keys", () -> store.scan(scan, storeCursor, limit));
    return new KeyPage(
        page.keys().stream().map(keys::read).toList(),
        page.cursor().map(next -> Cursors.write(store.name(), scan, pattern, next)));
  }

  @Override
  public OptionalLong removePattern(KeyPattern pattern) {
    KeyScan scan = keys.scan(pattern);
    long removed;
    try {
      removed = changes.remove(scan);
    } catch (CacheException e) {
      return deferred(e, OptionalLong.empty());
    }
    tally.removed(removed);
    return OptionalLong.of(removed);
  }

  @Override
  public long incr(String key, long delta) {
    return add("incr", key, delta);
  }

  @Override
  public long decr(String key, long delta) {
    if (delta == Long.MIN_VALUE) {
      throw new CacheException(
          CacheException.Reason.OVERFLOW, "increment or decrement would overflow");
    }
    return add("decr", key, -delta);
  }

  private long add(String operation, String key, long delta) {
    String written = keys.written(key);
    // A new counter has no TTL; one that was there before the load keeps its own.
    long value = changes.write(operation, written, Ttl.NONE, () -> store.increment(written, delta));
    tally.written(1);
    return value;
  }

  @Override
  public CacheStats stats() {
    return tally.snapshot(store.status());
  }

  private void count(boolean hit) {
    if (hit) {
      tally.hits(1);
    } else {
      tally.misses(1);
    }
  }

  private Ttl resolve(Duration ttl) {
    return ttl.isZero() ? defaultTtl : Ttl.of(ttl);
  }

  private WriteCondition written(WriteCondition condition) {
    if (condition instanceof WriteCondition.IfNewer newer) {
      return new WriteCondition.IfNewer(
          keys.written(newer.fenceKey()), newer.version(), newer.force());
    }
    if (condition instanceof WriteCondition.IfHeld held) {
      return WriteCondition.ifHeld(keys.written(held.otherKey()), held.token(), held.then());
    }
    return condition;
  }
}
