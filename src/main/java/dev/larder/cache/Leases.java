package dev.larder.cache;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The right to compute something, given to one of all nodes that share a store, for a time: {@link
 * SingleFlight} across nodes. Thread-safe; it has no state of its own.
 *
 * <p>A lease is an entry below {@code larder:lease:} that holds a random token of its owner. Who
 * owns it gives it back, and only his own; should he die, or take longer than the lease lasts, it
 * expires. An owner whose computation gave nothing that others can use leaves a mark in its place
 * for a moment: then nobody waits for the next one, who would have as little luck.
 *
 * <p><b>Why a change on another node wins over a load.</b> A load's value is stored only in one
 * atomic step that looks whether the owner still has his lease ({@link WriteCondition#ifHeld}). Who
 * removes a key {@linkplain #remove removes} its lease first, and then the key; who writes one
 * changes what the load finds in its place, and so what it stores on the condition of.
 *
 * <ul>
 *   <li>A load that took its lease before that either stored before the lease was removed, and the
 *       change, which comes later, removes or replaces that value; or it does not store.
 *   <li>A load that took its lease after that began after the change was asked for: what it loads
 *       is not older.
 *   <li>Patterns: the leases are removed before the scan for keys begins. What was stored under one
 *       of them is there when that scan begins, and a scan finds what is there all the time.
 * </ul>
 *
 * <p>In Redis Cluster a lease is in the slot of its key. There is none for the empty key, and for
 * keys with a closing brace but no hash tag: {@link #isPossible}.
 */
public final class Leases {

  /** What the keys of leases begin with. */
  public static final String PREFIX = "larder:lease:";

  private static final byte OWNED = 'L';
  private static final byte OWNED_AFTER_NOTHING = 'M';
  private static final byte NOTHING = 'N';
  private static final byte[] MARK = {NOTHING};
  private static final Duration LONGEST_MARK = Duration.ofSeconds(1);
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  /** What is known of the lease of a key. */
  public enum State {
    /** Nobody has it. */
    FREE,
    /** Somebody has it. */
    TAKEN,
    /** Somebody had it a moment ago, and got nothing that others can use. */
    NOTHING
  }

  /** A lease that was acquired. Immutable. */
  public static final class Lease {
    private final String key;
    private final byte[] token;
    private final long since;

    private Lease(String key, byte[] token, long since) {
      this.key = key;
      this.token = token;
      this.since = since;
    }
  }

  private final CacheStore store;
  private final Ttl time;
  private final Ttl markTime;
  private final LongSupplier random;
  private final LongSupplier nanoTime;
  private final Pauses pauses;

  /**
   * Makes the leases of a store.
   *
   * @param time how long a lease lasts that is not given back; at least the longest computation
   *     that is expected, since one that takes longer loses its lease
   * @param random random numbers of 64 bits that no other node makes as well, such as those of a
   *     {@link java.security.SecureRandom}; thread-safe
   * @throws IllegalArgumentException when the time is not above zero and at most 100 years
   */
  public Leases(CacheStore store, Duration time, LongSupplier random) {
    this(store, time, random, System::nanoTime, Pauses.SLEEPING);
  }

  /** Makes the leases of a store, with a clock and the pauses of those who wait. */
  Leases(
      CacheStore store, Duration time, LongSupplier random, LongSupplier nanoTime, Pauses pauses) {
    this.store = store;
    this.time = Ttl.of(time);
    this.markTime = Ttl.of(time.compareTo(LONGEST_MARK) < 0 ? time : LONGEST_MARK);
    this.random = random;
    this.nanoTime = nanoTime;
    this.pauses = pauses;
  }

  /** Returns whether there is a lease for this key; else {@link #tryAcquire} never has success. */
  public static boolean isPossible(String key) {
    return keyOf(key) != null;
  }

  /**
   * Acquires the lease of a key unless it is {@linkplain State taken}, or a mark is in its place.
   *
   * @throws CacheException when the store fails; should it have given the lease all the same, that
   *     lease expires
   */
  public Optional<Lease> tryAcquire(String key) {
    String leaseKey = keyOf(key);
    if (leaseKey == null) {
      return Optional.empty();
    }
    return tryAcquire(leaseKey, OWNED, WriteCondition.ifAbsent());
  }

  /**
   * Acquires the lease of a key in place of the mark that the last one left; for others it looks as
   * if the mark were still there, so nobody waits for its owner.
   */
  Optional<Lease> tryAcquireAfterNothing(String key) {
    String leaseKey = keyOf(key);
    return leaseKey == null
        ? Optional.empty()
        : tryAcquire(leaseKey, OWNED_AFTER_NOTHING, WriteCondition.ifEquals(MARK));
  }

  private Optional<Lease> tryAcquire(String leaseKey, byte kind, WriteCondition condition) {
    byte[] token =
        ByteBuffer.allocate(1 + 2 * Long.BYTES)
            .put(kind)
            .putLong(random.getAsLong())
            .putLong(random.getAsLong())
            .array();
    long since = nanoTime.getAsLong();
    return store.putIf(leaseKey, token, time, condition)
        ? Optional.of(new Lease(leaseKey, token, since))
        : Optional.empty();
  }

  /** Returns what the store knows of the lease of a key. */
  public State state(String key) {
    String leaseKey = keyOf(key);
    return leaseKey == null ? State.FREE : state(store.get(leaseKey));
  }

  /**
   * Waits while somebody has the lease of a key: in the calling thread, with pauses of 5 to 100
   * milliseconds, without a connection in between.
   *
   * @param atMost the bound, calls of the store included; the last one may go beyond it
   * @return the state at the end; {@link State#TAKEN} when time is up, and on an interrupt, which
   *     stays set
   * @throws CacheException when the store fails
   */
  public State await(String key, Duration atMost) {
    long end = nanoTime.getAsLong() + atMost.toNanos();
    for (long pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      State state = state(key);
      long left = end - nanoTime.getAsLong();
      if (state != State.TAKEN || left <= 0) {
        return state;
      }
      long chosen = pause / 2 + Math.floorMod(random.getAsLong(), pause / 2);
      if (!pauses.pause(Math.min(left, chosen))) {
        return State.TAKEN;
      }
    }
  }

  /** Gives a lease back; returns false when it was lost before. */
  public boolean release(Lease lease) {
    return store.deleteIf(lease.key, WriteCondition.ifEquals(lease.token));
  }

  /** Gives a lease back, and leaves the mark that there was nothing to wait for. */
  public boolean releaseWithNothing(Lease lease) {
    return store.putIf(lease.key, MARK, markTime, WriteCondition.ifEquals(lease.token));
  }

  /** What a look at a key and its lease found. */
  record Look(Optional<byte[]> value, State state) {}

  /** Returns the value of a key and the state of its lease, read in one round trip. */
  Look look(String key) {
    String leaseKey = keyOf(key);
    if (leaseKey == null) {
      return new Look(store.get(key), State.FREE);
    }
    List<Optional<byte[]>> both = store.getAll(List.of(key, leaseKey));
    return new Look(both.get(0), state(both.get(1)));
  }

  /** Returns the condition to store under a lease; what is stored gives the lease back. */
  static WriteCondition whileHeld(Lease lease, WriteCondition condition) {
    return WriteCondition.ifHeld(lease.key, lease.token, condition);
  }

  /** Removes a key and, before it, its lease; returns whether the key had a live entry. */
  boolean remove(String key) {
    String leaseKey = keyOf(key);
    return leaseKey == null ? store.delete(key) : store.deleteAll(List.of(leaseKey, key)).get(1);
  }

  /** Returns whether a lease that is held now may be held still when this TTL is over. */
  boolean mayOutlast(Ttl ttl) {
    return ttl.millis() <= time.millis();
  }

  /** Returns whether a lease has been held for longer than it lasts. */
  boolean isOver(Lease lease) {
    return nanoTime.getAsLong() - lease.since >= TimeUnit.MILLISECONDS.toNanos(time.millis());
  }

  /** Returns how long a lease lasts. */
  long millis() {
    return time.millis();
  }

  /** Takes the leases of keys away from their owners, before the keys are changed. */
  void revoke(Collection<String> keys) {
    List<String> leaseKeys = new ArrayList<>(keys.size());
    for (String key : keys) {
      String leaseKey = keyOf(key);
      if (leaseKey != null) {
        leaseKeys.add(leaseKey);
      }
    }
    // Not to be kept when the store is away: the change itself is not one that can be kept.
    store.deleteAllNow(leaseKeys);
  }

  /**
   * Removes what a scan selects and, before it, at least the leases of all keys that it could
   * select. Some more leases may go, and cost their owners the storing of one value.
   */
  long removeMatching(KeyScan scan) {
    try {
      store.deleteMatching(leasesOf(scan));
    } catch (CacheException e) {
      if (e.reason() != CacheException.Reason.DEFERRED) {
        throw e;
      }
    }
    return store.deleteMatching(scan);
  }

  /** The leases of one key begin with a brace or a colon; see {@link #keyOf}. */
  private static KeyScan leasesOf(KeyScan scan) {
    String glob = scan.glob();
    // A class that is never closed, or a last backslash, would change what is added behind it.
    boolean plain = glob.indexOf('[') < 0 && glob.indexOf('\\') < 0;
    String keys = KeyPattern.escape(scan.literalPrefix()) + (plain ? glob : "");
    return KeyScan.of(PREFIX, "[:{]" + keys + (plain && glob.endsWith("*") ? "" : "*"));
  }

  /**
   * The key of a lease has the hash tag of its key; and no two keys share one, since those with a
   * tag of their own go behind a colon. Null when it cannot.
   */
  private static @Nullable String keyOf(String key) {
    int open = key.indexOf('{');
    if (open >= 0 && key.indexOf('}', open) > open + 1) {
      return PREFIX + ':' + key;
    }
    return key.isEmpty() || key.indexOf('}') >= 0 ? null : PREFIX + '{' + key + '}';
  }

  private static State state(Optional<byte[]> bytes) {
    if (bytes.isEmpty()) {
      return State.FREE;
    }
    return bytes.get().length > 0 && bytes.get()[0] == OWNED ? State.TAKEN : State.NOTHING;
  }
}
