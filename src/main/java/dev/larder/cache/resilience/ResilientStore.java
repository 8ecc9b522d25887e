package dev.larder.cache.resilience;

import dev.larder.cache.CacheEntry;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.CacheStore;
import dev.larder.cache.EntryHead;
import dev.larder.cache.KeyScan;
import dev.larder.cache.ScanPage;
import dev.larder.cache.StoreStatus;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A remote store that may be away. After some outages in a row no call goes to it any more: reads,
 * writes, counters, scans and conditional removals are {@linkplain Reason#UNAVAILABLE unavailable}
 * at once, and nobody waits for a time-out; {@code delete} and {@code deleteMatching} are kept in a
 * journal ({@link Reason#DEFERRED}). A probe in the background carries them out when the store
 * answers, and only then lets calls pass again: what this node was told to remove, it never reads
 * afterwards. Other nodes may, until this one has carried it out.
 *
 * <p>Outages are failures with the reason {@link Reason#UNAVAILABLE} only. A removal that fails so
 * is kept as well, since nobody knows whether it was done, and no call passes from then on.
 *
 * <p>It is thread-safe. It has no thread of its own; nothing is scheduled while the store answers.
 * Its status adds {@code breaker.open}, {@code breaker.openings}, {@code journal.entries}, {@code
 * journal.bytes}, {@code journal.folded} and {@code journal.durable} to the gauges of the store;
 * its state is {@code degraded} while the store is away, {@code replaying} while what was kept is
 * carried out, and otherwise what the store says.
 */
public final class ResilientStore implements CacheStore {

  private final CacheStore delegate;
  private final Journal journal;
  private final Breaker breaker;
  private final Recovery recovery;
  private final Guard guard;

  /**
   * Makes one.
   *
   * @param delegate the remote store, which bounds each call in time; it is closed with this one
   * @param journal of this store alone
   * @param scheduler runs the probes, one at a time; its owner ends it
   * @param nanoTime the clock of pauses, in nanoseconds from any origin, never going back
   */
  public ResilientStore(
      CacheStore delegate,
      Journal journal,
      ResilienceSettings settings,
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime) {
    this.delegate = delegate;
    this.journal = journal;
    this.breaker = new Breaker(settings.failures(), nanoTime);
    this.recovery = new Recovery(delegate, journal, breaker, settings, scheduler, nanoTime);
    this.guard = new Guard(delegate.name(), breaker, journal, recovery);
  }

  @Override
  public String name() {
    return delegate.name();
  }

  /** Opens the store; while removals of an earlier process wait, no call passes. */
  @Override
  public void start() {
    delegate.start();
    recovery.start();
  }

  @Override
  public void close() {
    recovery.stop();
    delegate.close();
    recovery.closeJournal();
  }

  @Override
  public Optional<byte[]> get(String key) {
    return guard.read(() -> delegate.get(key));
  }

  @Override
  public Optional<byte[]> getShared(String key) {
    return guard.read(() -> delegate.getShared(key));
  }

  @Override
  public Optional<CacheEntry> entry(String key) {
    return guard.read(() -> delegate.entry(key));
  }

  @Override
  public List<Optional<byte[]>> getAll(List<String> keys) {
    return guard.read(() -> delegate.getAll(keys));
  }

  @Override
  public List<Optional<CacheEntry>> entries(List<String> keys) {
    return guard.read(() -> delegate.entries(keys));
  }

  @Override
  public List<Optional<EntryHead>> heads(List<String> keys, int whole) {
    return guard.read(() -> delegate.heads(keys, whole));
  }

  @Override
  public List<Optional<byte[]>> getAllShared(List<String> keys) {
    return guard.read(() -> delegate.getAllShared(keys));
  }

  @Override
  public void put(String key, byte[] value, Ttl ttl) {
    boolean unused =
        guard.write(
            () -> {
              delegate.put(key, value, ttl);
              return true;
            });
  }

  @Override
  public boolean putIf(String key, byte[] value, Ttl ttl, WriteCondition condition) {
    return guard.write(() -> delegate.putIf(key, value, ttl, condition));
  }

  @Override
  public Map<String, CacheException> putAll(Map<String, byte[]> items, Ttl ttl) {
    return guard.writeAll(() -> delegate.putAll(items, ttl), refusal -> refuseAll(items, refusal));
  }

  private static Map<String, CacheException> refuseAll(
      Map<String, byte[]> items, CacheException refusal) {
    Map<String, CacheException> failures = new LinkedHashMap<>();
    items.keySet().forEach(key -> failures.put(key, refusal));
    return failures;
  }

  @Override
  public boolean delete(String key) {
    return guard.remove(List.of(new Kept.Key(key)), () -> delegate.delete(key));
  }

  @Override
  public List<Boolean> deleteAll(List<String> keys) {
    List<Kept> removals = new ArrayList<>(keys.size());
    keys.forEach(key -> removals.add(new Kept.Key(key)));
    return guard.remove(removals, () -> delegate.deleteAll(keys));
  }

  @Override
  public List<Boolean> deleteAllNow(List<String> keys) {
    return guard.write(() -> delegate.deleteAllNow(keys));
  }

  @Override
  public boolean deleteIf(String key, WriteCondition condition) {
    return guard.write(() -> delegate.deleteIf(key, condition));
  }

  @Override
  public boolean exists(String key) {
    return guard.read(() -> delegate.exists(key));
  }

  @Override
  public long increment(String key, long delta) {
    return guard.write(() -> delegate.increment(key, delta));
  }

  @Override
  public ScanPage scan(KeyScan scan, @Nullable String cursor, int limit) {
    return guard.read(() -> delegate.scan(scan, cursor, limit));
  }

  @Override
  public long deleteMatching(KeyScan scan) {
    return guard.remove(List.of(new Kept.Scan(scan)), () -> delegate.deleteMatching(scan));
  }

  /** Asks the store itself, whether calls pass or not. */
  @Override
  public void ping(Duration timeout) {
    delegate.ping(timeout);
  }

  @Override
  public StoreStatus status() {
    StoreStatus status = delegate.status();
    boolean open = breaker.isOpen();
    Map<String, Double> gauges = new HashMap<>(status.gauges());
    gauges.put("breaker.open", open ? 1.0 : 0.0);
    gauges.put("breaker.openings", (double) breaker.openings());
    gauges.put("journal.entries", (double) journal.entries());
    gauges.put("journal.bytes", (double) journal.bytes());
    gauges.put("journal.folded", (double) journal.folded());
    gauges.put("journal.durable", journal.isDurable() ? 1.0 : 0.0);
    return new StoreStatus(
        open && !recovery.isStopped() ? awayState() : status.state(),
        status.entries(),
        status.bytes(),
        status.evictions(),
        gauges);
  }

  private String awayState() {
    return recovery.isReplaying() ? "replaying" : "degraded";
  }

  @Override
  public String toString() {
    return "ResilientStore[" + delegate + "]";
  }
}
