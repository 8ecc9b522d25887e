package dev.larder.cache.redis;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The pauses between attempts, which grow from a twentieth of a second to a second, and end at once
 * when no attempt is wanted any more. One thread makes pauses; any thread may {@link #stop} it.
 */
final class Pauses {

  private static final long SHORTEST_MILLIS = 50;
  private static final long LONGEST_MILLIS = 1_000;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private long nextMillis = SHORTEST_MILLIS;

  /** Makes a pause. */
  void pause() {
    try {
      if (!stopped.await(nextMillis, TimeUnit.MILLISECONDS)) {
        nextMillis = Math.min(LONGEST_MILLIS, 2 * nextMillis);
      }
    } catch (InterruptedException e) {
      // The owner of the thread wants it back.
      Thread.currentThread().interrupt();
      stop();
    }
  }

  /** An attempt was right: the next pause is a short one. */
  void reset() {
    nextMillis = SHORTEST_MILLIS;
  }

  void stop() {
    stopped.countDown();
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }
}
