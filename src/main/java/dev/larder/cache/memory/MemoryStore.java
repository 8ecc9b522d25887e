package dev.larder.cache.memory;

import dev.larder.cache.CacheEntry;
import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.CacheStore;
import dev.larder.cache.EntryHead;
import dev.larder.cache.KeyScan;
import dev.larder.cache.ScanPage;
import dev.larder.cache.StoreStatus;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import dev.larder.cache.WriteCondition.IfAbsent;
import dev.larder.cache.WriteCondition.IfEquals;
import dev.larder.cache.WriteCondition.IfHeld;
import dev.larder.cache.WriteCondition.IfNewer;
import dev.larder.cache.WriteCondition.IfStartsWith;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A store in the memory of this JVM that holds at most a number of bytes: keys, values and what the
 * JVM needs for them. When it is full, entries go that are used least. An entry larger than the
 * limit is refused. It is thread-safe, starts no thread, and behaves as Redis does in every
 * operation.
 */
public final class MemoryStore implements CacheStore {

  private static final String CURSOR = "after:";
  private static final int MAX_PAGE = 10_000;

  /** After how many keys looked at a page ends with the next one found, however short it is. */
  private static final int MAX_VISITS = 20_000;

  private final long maxBytes;
  private final LongSupplier nanoTime;
  private final CacheEvents events;
  private final Fences fences;
  private volatile @Nullable Entries entries;

  /** Makes a store that tells nobody; see {@link #MemoryStore(long, LongSupplier, CacheEvents)}. */
  public MemoryStore(long maxBytes) {
    this(maxBytes, System::nanoTime, CacheEvents.NONE);
  }

  /**
   * Makes a store; it is to be {@linkplain #start() started}.
   *
   * @param maxBytes the limit for keys, values and overhead, in bytes, at least 1
   * @param nanoTime the clock of expiry, in nanoseconds from any origin, never going back
   * @param events who is told of evictions; it must not call the store
   */
  public MemoryStore(long maxBytes, LongSupplier nanoTime, CacheEvents events) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException(
          "the memory cache needs a limit of at least 1 byte: " + maxBytes);
    }
    this.maxBytes = maxBytes;
    this.nanoTime = nanoTime;
    this.events = events;
    this.fences = new Fences(maxBytes);
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public synchronized void start() {
    if (entries == null) {
      entries = new Entries(maxBytes, nanoTime, events);
    }
  }

  /** Lets go of all entries. */
  @Override
  public synchronized void close() {
    entries = null;
  }

  @Override
  public Optional<byte[]> get(String key) {
    Value value = open().get(key);
    return value == null ? Optional.empty() : Optional.of(value.copy());
  }

  @Override
  public Optional<byte[]> getShared(String key) {
    Value value = open().get(key);
    return value == null ? Optional.empty() : Optional.of(value.shared());
  }

  @Override
  public List<Optional<byte[]>> getAllShared(List<String> keys) {
    List<Optional<byte[]>> values = new ArrayList<>(keys.size());
    for (String key : keys) {
      values.add(getShared(key));
    }
    return values;
  }

  @Override
  public Optional<CacheEntry> entry(String key) {
    Entries open = open();
    Value value = open.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value.deadline() == Value.NEVER) {
      return Optional.of(new CacheEntry(value.copy(), null));
    }
    long remaining = value.deadline() - open.now();
    return remaining < 0
        ? Optional.empty()
        : Optional.of(new CacheEntry(value.copy(), Duration.ofMillis(remaining)));
  }

  @Override
  public List<Optional<EntryHead>> heads(List<String> keys, int whole) {
    Entries open = open();
    List<Optional<EntryHead>> heads = new ArrayList<>(keys.size());
    for (String key : keys) {
      heads.add(head(open, key, whole));
    }
    return heads;
  }

  private static Optional<EntryHead> head(Entries open, String key, int whole) {
    Value value = open.peek(key);
    if (value == null) {
      return Optional.empty();
    }
    int length = value.length();
    byte[] beginning = value.first(EntryHead.shown(length, whole));
    if (value.deadline() == Value.NEVER) {
      return Optional.of(new EntryHead(length, beginning, null));
    }
    long remaining = value.deadline() - open.now();
    return remaining < 0
        ? Optional.empty()
        : Optional.of(new EntryHead(length, beginning, Duration.ofMillis(remaining)));
  }

  @Override
  public List<Optional<byte[]>> getAll(List<String> keys) {
    List<Optional<byte[]>> values = new ArrayList<>(keys.size());
    for (String key : keys) {
      values.add(get(key));
    }
    return values;
  }

  @Override
  public void put(String key, byte[] value, Ttl ttl) {
    Entries open = open();
    open.put(key, value(key, value, ttl));
  }

  @Override
  public boolean putIf(String key, byte[] value, Ttl ttl, WriteCondition condition) {
    Entries open = open();
    Value next = value(key, value, ttl);
    if (condition instanceof IfNewer newer) {
      return fences.putIfNewer(open, newer, key, next);
    }
    if (condition instanceof IfHeld held) {
      return fences.putIfHeld(open, held, key, next);
    }
    if (condition instanceof IfEquals equals) {
      return open.replaceIf(key, live -> live.holds(equals.expected()), next);
    }
    if (condition instanceof IfStartsWith starts) {
      return open.replaceIf(key, live -> live.startsWith(starts.prefix()), next);
    }
    return open.putIfAbsent(key, next);
  }

  @Override
  public Map<String, CacheException> putAll(Map<String, byte[]> items, Ttl ttl) {
    Map<String, CacheException> failures = new LinkedHashMap<>();
    items.forEach(
        (key, value) -> {
          try {
            put(key, value, ttl);
          } catch (CacheException e) {
            failures.put(key, e);
          }
        });
    return failures;
  }

  @Override
  public boolean delete(String key) {
    boolean removed = open().remove(key);
    fences.settle();
    return removed;
  }

  @Override
  public boolean deleteIf(String key, WriteCondition condition) {
    if (condition instanceof IfAbsent || condition instanceof IfHeld) {
      throw new IllegalArgumentException("a removal on a condition that is for writes only");
    }
    Entries open = open();
    if (condition instanceof IfNewer newer) {
      return fences.removeIfNewer(open, newer, key);
    }
    if (condition instanceof IfStartsWith starts) {
      return open.replaceIf(key, live -> live.startsWith(starts.prefix()), null);
    }
    byte[] expected = ((IfEquals) condition).expected();
    return open.replaceIf(key, live -> live.holds(expected), null);
  }

  @Override
  public boolean exists(String key) {
    return open().peek(key) != null;
  }

  @Override
  public long increment(String key, long delta) {
    Entries open = open();
    long[] sum = new long[1];
    open.change(
        key,
        live -> {
          sum[0] = Decimals.add(live == null ? 0 : Decimals.read(live), delta);
          byte[] text = Decimals.write(sum[0]);
          long deadline = live == null ? Value.NEVER : live.deadline();
          return Value.of(text, deadline, Footprint.of(key, text.length, maxBytes));
        });
    return sum[0];
  }

  @Override
  public ScanPage scan(KeyScan scan, @Nullable String cursor, int limit) {
    Entries open = open();
    KeyRange range = KeyRange.of(scan);
    Predicate<String> matcher = scan.matcher();
    String first = cursor == null ? range.head() : after(cursor, range);
    int size = Math.min(limit, MAX_PAGE);
    List<String> page = new ArrayList<>(Math.min(size, 1_000));
    int visits = 0;
    for (String key : open.keysFrom(first, cursor == null)) {
      if (!range.contains(key)) {
        break;
      }
      visits++;
      requireWanted();
      if (!matcher.test(key) || open.peek(key) == null) {
        continue;
      }
      page.add(key);
      // A page ends only with a key that is in it: the cursor names the key, and whoever may not
      // see a key must not find it there.
      if (page.size() >= size || visits >= MAX_VISITS) {
        return new ScanPage(page, Optional.of(CURSOR + key));
      }
    }
    return new ScanPage(page, Optional.empty());
  }

  @Override
  public long deleteMatching(KeyScan scan) {
    Entries open = open();
    KeyRange range = KeyRange.of(scan);
    Predicate<String> matcher = scan.matcher();
    long removed = 0;
    for (String key : open.keysFrom(range.head(), true)) {
      if (!range.contains(key)) {
        break;
      }
      requireWanted();
      if (matcher.test(key) && open.remove(key)) {
        removed++;
      }
    }
    fences.settle();
    // Who returns from here reads nothing that matched, not even what is being evicted just now.
    open.settle();
    return removed;
  }

  @Override
  public void ping(Duration timeout) {
    open();
  }

  @Override
  public StoreStatus status() {
    Entries open = entries;
    if (open == null) {
      return new StoreStatus(
          "stopped", OptionalLong.of(0), OptionalLong.of(0), OptionalLong.of(0), Map.of());
    }
    open.settle();
    return new StoreStatus(
        StoreStatus.UP,
        OptionalLong.of(open.size()),
        OptionalLong.of(open.bytes()),
        OptionalLong.of(open.evictions()),
        Map.of("bytes.max", (double) maxBytes));
  }

  /**
   * Returns the entries.
   *
   * @throws CacheException {@link Reason#STOPPED} when the store is not open
   */
  Entries open() {
    Entries open = entries;
    if (open == null) {
      throw new CacheException(Reason.STOPPED, "the memory cache is stopped");
    }
    return open;
  }

  /** A caller who is interrupted does not want the rest of a scan any more. */
  private static void requireWanted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CacheException(Reason.UNAVAILABLE, "the caller was interrupted");
    }
  }

  private Value value(String key, byte[] bytes, Ttl ttl) {
    return Value.of(bytes, ttl, Footprint.of(key, bytes.length, maxBytes));
  }

  private static String after(String cursor, KeyRange range) {
    String key = cursor.startsWith(CURSOR) ? cursor.substring(CURSOR.length()) : "";
    if (!cursor.startsWith(CURSOR) || !range.contains(key)) {
      throw new IllegalArgumentException("the cursor is not one of this scan");
    }
    return key;
  }
}
