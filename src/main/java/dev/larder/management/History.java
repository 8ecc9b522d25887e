package dev.larder.management;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The latest samples, so many at most, and the wait for the next one. Thread-safe; nobody waits for
 * the lock longer than a copy of the samples takes.
 */
final class History {

  /**
   * A sample with its number, from 1, which tells whether somebody has seen it.
   *
   * @param number how many samples there were with it
   */
  record Numbered(long number, Sample sample) {}

  private final int most;
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Sample> samples = new ArrayDeque<>();
  private long added;
  private boolean closed;

  /** Makes an empty one for so many samples. */
  History(int most) {
    this.most = most;
  }

  /** Adds a sample; the oldest one goes when there are too many. */
  void add(Sample sample) {
    lock.lock();
    try {
      if (samples.size() == most) {
        samples.removeFirst();
      }
      samples.addLast(sample);
      added++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the samples, the oldest first. */
  List<Sample> all() {
    lock.lock();
    try {
      return new ArrayList<>(samples);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a sample that is newer than one that was seen.
   *
   * @param seen its number; 0 for none
   * @return the latest sample; empty when none came in time, or none will come any more
   */
  Optional<Numbered> after(long seen, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (added <= seen && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      @Nullable Sample latest = samples.peekLast();
      return latest == null || added <= seen || closed
          ? Optional.empty()
          : Optional.of(new Numbered(added, latest));
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waits: no sample will come any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
