package dev.larder.cache.tiered;

import dev.larder.cache.CacheEntry;
import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheStore;
import dev.larder.cache.ChangeFeed;
import dev.larder.cache.EntryHead;
import dev.larder.cache.KeyScan;
import dev.larder.cache.ScanPage;
import dev.larder.cache.StoreStatus;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A remote store with copies of what was read in the memory of this JVM. It is thread-safe and
 * starts no thread of its own; the feed of changes has some.
 *
 * <p><b>How old a copy may be.</b> A read that begins at a time {@code t} returns a value at least
 * as new as the last write that was acknowledged to its writer before {@code t - lease}: a copy is
 * used only while the feed has confirmed, for a moment at most a lease before the read began, that
 * every change before that moment was told; and what was told is evicted (see {@link NearTier}). So
 * a feed that is cut, frozen, or silent for another reason makes copies useless when the lease is
 * up, without anybody having noticed. A link known to be lost makes them useless at once. Reads
 * then go to the remote store, and keep nothing. Also while the remote store does not answer, a
 * copy is served as long as the lease of the feed allows, and no longer.
 *
 * <p><b>How long.</b> A copy never outlives the remaining TTL of the entry it was made of, counted
 * from before the read was sent, nor {@link NearSettings#nearTtl}. That a key is missing is not
 * remembered.
 *
 * <p><b>A node reads what it has written.</b> Every operation that may change a key evicts it
 * before and, whatever became of the operation, after: also one that timed out and may be carried
 * out yet, or a removal that is deferred. A reader who asked the remote store before the change and
 * is answered after it holds a reservation from before the second eviction, which takes it away; so
 * the old value is not kept. A reader who reserves after the second eviction asks after the change.
 * What the remote store does with the change later it tells by the feed.
 */
public final class TieredStore implements CacheStore {

  private final CacheStore remote;
  private final ChangeFeed feed;
  private final NearSettings settings;
  private final LongSupplier nanoTime;
  private final CacheEvents events;
  private final NearReads reads;
  private final LongAdder losses = new LongAdder();

  /** Guards the opening and closing of the feed. */
  private final Object lifecycle = new Object();

  private boolean open;

  /** Replaced by the feed, and when the store is closed. */
  private volatile NearTier near;

  private volatile long confirmed;

  /**
   * Makes a store; it is to be {@linkplain #start() started}.
   *
   * @param remote the store that holds the truth; closed with this one
   * @param feed tells of every change of the keys that may have copies; closed with this one
   * @param nanoTime the clock of the feed, in nanoseconds from any origin, never going back
   * @param events who is told of evictions; it must not call the store
   */
  public TieredStore(
      CacheStore remote,
      ChangeFeed feed,
      NearSettings settings,
      LongSupplier nanoTime,
      CacheEvents events) {
    this.remote = remote;
    this.feed = feed;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.events = events;
    this.near = emptyTier();
    this.reads = new NearReads(remote, settings, nanoTime, () -> near);
    this.confirmed = nanoTime.getAsLong();
  }

  @Override
  public String name() {
    return "tiered";
  }

  @Override
  public void start() {
    synchronized (lifecycle) {
      remote.start();
      if (!open) {
        open = true;
        confirmed = nanoTime.getAsLong();
        feed.open(new Told());
      }
    }
  }

  @Override
  public void close() {
    synchronized (lifecycle) {
      open = false;
      feed.close();
      near = emptyTier();
      remote.close();
    }
  }

  @Override
  public Optional<byte[]> get(String key) {
    return reads.get(key);
  }

  @Override
  public Optional<byte[]> getShared(String key) {
    return reads.getShared(key);
  }

  @Override
  public Optional<CacheEntry> entry(String key) {
    return reads.entry(key);
  }

  @Override
  public boolean exists(String key) {
    return reads.exists(key);
  }

  @Override
  public List<Optional<byte[]>> getAll(List<String> keys) {
    return reads.getAll(keys, false);
  }

  @Override
  public List<Optional<CacheEntry>> entries(List<String> keys) {
    return reads.entries(keys);
  }

  /** Asks the remote store: a list must not push out copies that are in use. */
  @Override
  public List<Optional<EntryHead>> heads(List<String> keys, int whole) {
    return remote.heads(keys, whole);
  }

  @Override
  public List<Optional<byte[]>> getAllShared(List<String> keys) {
    return reads.getAll(keys, true);
  }

  @Override
  public void put(String key, byte[] value, Ttl ttl) {
    changing(
        key,
        () -> {
          remote.put(key, value, ttl);
          return true;
        });
  }

  @Override
  public boolean putIf(String key, byte[] value, Ttl ttl, WriteCondition condition) {
    return changing(
        key, () -> changingFence(condition, () -> remote.putIf(key, value, ttl, condition)));
  }

  @Override
  public Map<String, CacheException> putAll(Map<String, byte[]> items, Ttl ttl) {
    return changingAll(items.keySet(), () -> remote.putAll(items, ttl));
  }

  @Override
  public boolean delete(String key) {
    return changing(key, () -> remote.delete(key));
  }

  @Override
  public List<Boolean> deleteAll(List<String> keys) {
    return changingAll(keys, () -> remote.deleteAll(keys));
  }

  @Override
  public List<Boolean> deleteAllNow(List<String> keys) {
    return changingAll(keys, () -> remote.deleteAllNow(keys));
  }

  @Override
  public boolean deleteIf(String key, WriteCondition condition) {
    return changing(key, () -> changingFence(condition, () -> remote.deleteIf(key, condition)));
  }

  @Override
  public long increment(String key, long delta) {
    return changing(key, () -> remote.increment(key, delta));
  }

  @Override
  public ScanPage scan(KeyScan scan, @Nullable String cursor, int limit) {
    return remote.scan(scan, cursor, limit);
  }

  @Override
  public long deleteMatching(KeyScan scan) {
    Predicate<String> matches = scan.matcher();
    near.evictMatching(matches);
    try {
      return remote.deleteMatching(scan);
    } finally {
      near.evictMatching(matches);
    }
  }

  private <R> R changing(String key, Supplier<R> change) {
    near.evict(key);
    try {
      return change.get();
    } finally {
      near.evict(key);
    }
  }

  private <R> R changingAll(Collection<String> keys, Supplier<R> change) {
    keys.forEach(near::evict);
    try {
      return change.get();
    } finally {
      NearTier tier = near;
      keys.forEach(tier::evict);
    }
  }

  /** A fence, or a lease, is a key like any other, and somebody may read it. */
  private <R> R changingFence(WriteCondition condition, Supplier<R> change) {
    if (condition instanceof WriteCondition.IfHeld held) {
      return changing(held.otherKey(), change);
    }
    return condition instanceof WriteCondition.IfNewer newer
        ? changing(newer.fenceKey(), change)
        : change.get();
  }

  @Override
  public void ping(Duration timeout) {
    remote.ping(timeout);
  }

  /**
   * Returns what the remote store says of itself, and gauges of the near tier: {@code
   * near.entries}, {@code near.bytes}, {@code near.bytes.max}, {@code near.hits}, {@code
   * near.misses}; {@code near.losses}, how often copies in use had to go all at once; {@code
   * near.usable}, 1 while copies are used and 0 while reads go through; {@code
   * near.link.age.seconds}, the time since the moment that the feed confirmed last, or since the
   * start; {@code near.staleness.max.seconds}, how old at most a copy is that is used now, and 0
   * while none is.
   */
  @Override
  public StoreStatus status() {
    StoreStatus of = remote.status();
    NearTier tier = near;
    long now = nanoTime.getAsLong();
    double age = Math.max(0, now - confirmed) / (double) TimeUnit.SECONDS.toNanos(1);
    boolean usable = tier.isUsable(now, settings.lease().toNanos());
    Map<String, Double> gauges = new HashMap<>(of.gauges());
    gauges.put("near.bytes", (double) tier.bytes());
    gauges.put("near.entries", (double) tier.entries());
    gauges.put("near.bytes.max", (double) settings.maxBytes());
    gauges.put("near.hits", (double) reads.hits());
    gauges.put("near.misses", (double) reads.misses());
    gauges.put("near.losses", (double) losses.sum());
    gauges.put("near.usable", usable ? 1.0 : 0.0);
    gauges.put("near.link.age.seconds", age);
    gauges.put("near.staleness.max.seconds", usable ? age : 0.0);
    return new StoreStatus(of.state(), of.entries(), of.bytes(), of.evictions(), gauges);
  }

  private NearTier emptyTier() {
    return new NearTier(settings, events);
  }

  /** What the feed says. It says nothing of all keys by two threads at a time. */
  private final class Told implements ChangeFeed.Listener {

    @Override
    public void changed(String key) {
      near.evict(key);
    }

    @Override
    public void allChanged() {
      if (near.isConfirmed()) {
        losses.increment();
      }
      near = emptyTier();
    }

    @Override
    public void confirmed(long moment) {
      near.confirm(moment);
      confirmed = moment;
    }
  }
}
