package dev.larder.cache.memory;

import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition.IfEquals;
import dev.larder.cache.WriteCondition.IfHeld;
import dev.larder.cache.WriteCondition.IfNewer;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Writes and removals that look at two keys, a fence or a lease besides their own: one at a time,
 * in one store.
 *
 * <p><b>Why a fence holds.</b> All these operations run under one lock: each sees fence and content
 * as the one before it left them. The fence moves first, so that an operation that fails half-way
 * can be repeated and lets nothing older through. Plain operations concern one key; each comes
 * before or after the one write of that key, so they need no lock. Only who reads the content and
 * the fence by two calls may see one of them newer than the other.
 *
 * <p><b>Why a removed lease holds nobody.</b> A write behind a lease looks at the lease and writes
 * the key under the lock. Who removes a lease {@linkplain #settle waits} afterwards until a write
 * that may have seen it is done; what he removes next is removed after that write.
 */
final class Fences {

  private final Lock oneAtATime = new ReentrantLock();
  private final long maxBytes;

  Fences(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Whether there ever was a write behind a lease; without, removals need not take the lock. */
  private volatile boolean leased;

  boolean putIfHeld(Entries entries, IfHeld condition, String key, Value value) {
    oneAtATime.lock();
    try {
      leased = true;
      Value other = entries.peek(condition.otherKey());
      if (other == null || !other.holds(condition.token())) {
        return false;
      }
      boolean stored =
          condition.then() instanceof IfEquals equals
              ? entries.replaceIf(key, live -> live.holds(equals.expected()), value)
              : entries.putIfAbsent(key, value);
      if (stored) {
        entries.remove(condition.otherKey());
      }
      return stored;
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Waits, after a removal, for a write that may have seen what was removed. */
  void settle() {
    if (!leased) {
      return;
    }
    oneAtATime.lock();
    try {
      // Whoever had the lock before is done.
      return;
    } finally {
      oneAtATime.unlock();
    }
  }

  boolean putIfNewer(Entries entries, IfNewer condition, String key, Value value) {
    return behind(
        entries,
        condition,
        () -> {
          entries.put(key, value);
          return true;
        });
  }

  boolean removeIfNewer(Entries entries, IfNewer condition, String key) {
    return behind(entries, condition, () -> entries.remove(key));
  }

  private boolean behind(Entries entries, IfNewer condition, BooleanSupplier write) {
    String fence = condition.fenceKey();
    byte[] version = Decimals.write(condition.version());
    Value next = Value.of(version, Ttl.NONE, Footprint.of(fence, version.length, maxBytes));
    boolean[] newer = new boolean[1];
    oneAtATime.lock();
    try {
      entries.change(
          fence,
          live -> {
            newer[0] =
                live == null || condition.force() || Decimals.read(live) <= condition.version();
            return newer[0] ? next : live;
          });
      return newer[0] && write.getAsBoolean();
    } finally {
      oneAtATime.unlock();
    }
  }
}
