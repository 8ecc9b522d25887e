package dev.larder.cache.resilience;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.CacheStore;
import dev.larder.cache.KeyScan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The way back of a store that was away: probes in the background, then the replay of the journal,
 * then the breaker closes. Its lock is the one that holds breaker and journal together.
 * Thread-safe.
 *
 * <p><b>Why this node never reads what it was told to delete.</b> At every moment outside the lock:
 * <i>when the journal is not empty, the breaker is open</i>. A removal is kept, and the breaker
 * opened if it was not open, in one locked step before its caller is told. The breaker closes in
 * one locked step with finding that the journal is empty, and a removal leaves the journal only
 * after the store said that it was carried out, and not when it was asked for again since it was
 * taken.
 *
 * <ul>
 *   <li>A read that begins after a removal was accepted finds the breaker open and fails; or it
 *       finds it closed, and then the removal was carried out before it closed, which was before
 *       the read began.
 *   <li>A read that began before may return the old value: it is concurrent with the removal.
 *   <li>A removal that passed and failed may have been carried out or not, now or in a moment. It
 *       is kept, and carried out once more.
 * </ul>
 *
 * <p><b>Why the replay removes nothing that this node wrote after the removal.</b> Whoever writes
 * after a removal was accepted does so while the breaker is open, and fails; or after it closed,
 * and then all of the replay is over. Other nodes may write meanwhile, and lose an entry by it: a
 * miss.
 *
 * <p><b>Why a change that was given up does not come late.</b> A frozen server has commands in its
 * buffers whose callers gave up, and carries them out when it thaws; a replay could overtake a
 * write among them, or a removal among them what is written after the replay. So when a change
 * failed since the breaker was last closed, or one that began before it opened is still under way,
 * the replay begins when the store has answered two probes after that, half an interval apart; and
 * when one fails during the replay, the breaker closes after two more. The connections of those
 * changes are cut, so this holds unless something on the way keeps what it was sent for longer than
 * that.
 *
 * <p><b>Why the replay ends.</b> While it runs, removals pass to the store as they do when the
 * breaker is closed, and only those that fail are kept. So what it has to carry out is finite,
 * however many removals are asked for meanwhile.
 */
final class Recovery {

  private static final int BATCH = 256;

  private final CacheStore delegate;
  private final Journal journal;
  private final Breaker breaker;
  private final long interval;
  private final Duration probeTimeout;
  private final ProbeTimer timer;
  private final News news;

  private final ReentrantLock lock = new ReentrantLock();

  private volatile boolean stopped;

  /** Whether the store answers again, or was never asked, and removals wait. */
  private volatile boolean replaying;

  /** Whether removals pass to the store although the breaker is open. */
  private volatile boolean passing;

  /** Whether a change failed that may still be carried out. */
  private volatile boolean unsettled;

  /** Changes that have begun and ended; more have begun than ended while some are under way. */
  private final LongAdder changesBegun = new LongAdder();

  private final LongAdder changesEnded = new LongAdder();

  /** Whether this outage had such a change; for the one probe that runs. */
  private boolean settling;

  /** Whether a probe runs; guarded by the lock. */
  private boolean probing;

  Recovery(
      CacheStore delegate,
      Journal journal,
      Breaker breaker,
      ResilienceSettings settings,
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime) {
    this.delegate = delegate;
    this.journal = journal;
    this.breaker = breaker;
    this.interval = settings.probeInterval().toNanos();
    this.probeTimeout = settings.probeTimeout();
    this.timer = new ProbeTimer(scheduler, interval, nanoTime, this::probe);
    this.news = new News(delegate.name(), settings.probeInterval(), nanoTime);
  }

  void start() {
    lock.lock();
    try {
      stopped = false;
      journal.start();
      if (!journal.isEmpty()) {
        boolean unused = breaker.open();
        replaying = true;
        // What the earlier process had sent may still be on its way.
        unsettled = true;
        news.begins(journal.entries());
      }
      if (breaker.isOpen()) {
        timer.set(0);
      }
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    lock.lock();
    try {
      stopped = true;
      timer.cancel();
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of the journal; to be called when no call comes through any more. */
  void closeJournal() {
    lock.lock();
    try {
      journal.close();
    } finally {
      lock.unlock();
    }
  }

  /** Begins to ask for the store; the lock is held. */
  void opened(CacheException e) {
    replaying = false;
    passing = false;
    news.opened(e);
    // At once, since it may have been a hiccup; but a store that fails and answers by turns must
    // not be asked without a pause.
    if (!stopped) {
      timer.set(news.isByTurns() ? interval : 0);
    }
  }

  /** Makes a new probe when the last one was refused, or never ran. */
  void lookAfterProbe() {
    if (!timer.isOverdue() || !lock.tryLock()) {
      return;
    }
    try {
      if (!stopped && !probing && breaker.isOpen() && timer.isOverdue()) {
        timer.set(0);
      }
    } finally {
      lock.unlock();
    }
  }

  private void probe() {
    if (!beginProbe()) {
      return;
    }
    long pause = interval;
    try {
      if (answers() && !(isSettled() && replay())) {
        pause /= 2;
      }
    } catch (RuntimeException e) {
      // A store of somebody else may throw anything, and there must be a next probe all the same.
      unsettled = true;
      replaying = false;
      passing = false;
      news.replayFailed(e);
    } finally {
      endProbe(pause);
    }
  }

  private boolean beginProbe() {
    lock.lock();
    try {
      if (stopped || probing || !breaker.isOpen()) {
        return false;
      }
      probing = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void endProbe(long pause) {
    lock.lock();
    try {
      probing = false;
      if (!stopped && breaker.isOpen()) {
        timer.set(pause);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean answers() {
    try {
      delegate.ping(probeTimeout);
      return true;
    } catch (CacheException e) {
      // A store that refuses the command has answered, too.
      if (e.reason() == Reason.FORBIDDEN) {
        return true;
      }
      replaying = false;
      passing = false;
      unsettled |= settling;
      return false;
    }
  }

  /** Returns whether no change is to be expected that was given up; see above. */
  private boolean isSettled() {
    replaying = true;
    if (isChangeUnderWay()) {
      unsettled = true;
      return false;
    }
    if (!unsettled) {
      return true;
    }
    unsettled = false;
    settling = true;
    return false;
  }

  /** Ended first: so too many may be seen under way, never too few. */
  private boolean isChangeUnderWay() {
    long ended = changesEnded.sum();
    return changesBegun.sum() != ended;
  }

  /**
   * Carries out what is kept until nothing is, and closes the breaker.
   *
   * @return false when the breaker is not closed, since a change failed meanwhile
   */
  private boolean replay() {
    passing = true;
    long replayed = 0;
    List<Kept> batch = List.of();
    while (true) {
      lock.lock();
      try {
        journal.done(batch);
        if (stopped) {
          return true;
        }
        batch = journal.take(BATCH);
        if (batch.isEmpty() && unsettled) {
          return false;
        }
        if (batch.isEmpty()) {
          long awayNanos = breaker.unchangedNanos();
          boolean unused = breaker.close();
          replaying = false;
          passing = false;
          settling = false;
          news.closed(replayed, awayNanos);
          return true;
        }
      } finally {
        lock.unlock();
      }
      replayed += carryOut(batch);
    }
  }

  /** Carries out a batch, as far as it comes; returns how many of it. */
  private int carryOut(List<Kept> batch) {
    List<String> keys = new ArrayList<>(batch.size());
    List<KeyScan> scans = new ArrayList<>();
    List<Kept> done = new ArrayList<>(batch.size());
    for (Kept kept : batch) {
      if (kept instanceof Kept.Key key) {
        keys.add(key.key());
      } else {
        scans.add(((Kept.Scan) kept).scan());
      }
    }
    try {
      if (!keys.isEmpty()) {
        // Whether there were entries interests nobody any more.
        List<Boolean> unused = delegate.deleteAll(keys);
        keys.forEach(key -> done.add(new Kept.Key(key)));
      }
      for (KeyScan scan : scans) {
        if (stopped) {
          break;
        }
        long unused = delegate.deleteMatching(scan);
        done.add(new Kept.Scan(scan));
      }
      return done.size();
    } finally {
      if (done.size() < batch.size()) {
        forget(done);
      }
    }
  }

  private void forget(List<Kept> carriedOut) {
    lock.lock();
    try {
      journal.done(carriedOut);
    } finally {
      lock.unlock();
    }
  }

  Lock lock() {
    return lock;
  }

  /** Says that a call that may change something begins; before it asks the breaker. */
  void changeBegins() {
    changesBegun.increment();
  }

  void changeEnds() {
    changesEnded.increment();
  }

  /** Says that a change failed, and may still be carried out. */
  void changeFailed() {
    unsettled = true;
  }

  /** Says that a removal failed, and may still be carried out; the next one is kept at once. */
  void removalFailed() {
    unsettled = true;
    passing = false;
  }

  /** Returns whether removals pass to the store, also while the breaker is open. */
  boolean passesRemovals() {
    return passing && !stopped;
  }

  boolean isReplaying() {
    return replaying;
  }

  boolean isStopped() {
    return stopped;
  }
}
