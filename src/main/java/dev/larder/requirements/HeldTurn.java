package dev.larder.requirements;

import jakarta.transaction.Synchronization;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The permit that a transaction holds until it has ended. The end may come from another thread, as
 * when the server gives up on a transaction, and may come before the permit does; it is given back
 * exactly once in any case. Thread-safe.
 */
final class HeldTurn implements Synchronization {

  private final Semaphore turn;
  private boolean held;
  private boolean ended;

  HeldTurn(Semaphore turn) {
    this.turn = turn;
  }

  /**
   * Waits for the permit.
   *
   * @throws DatabaseException when it does not come in time, the thread is interrupted, or the
   *     transaction has ended meanwhile
   */
  void take(Duration atMost) {
    try {
      if (!turn.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        throw refused("another transaction has locked the requirements for " + atMost, null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused("interrupted while another transaction had locked the requirements", e);
    }
    synchronized (this) {
      held = true;
      if (!ended) {
        return;
      }
    }
    release();
    throw refused("the transaction has ended while it waited for another one", null);
  }

  private static DatabaseException refused(String message, @Nullable Throwable cause) {
    return new DatabaseException(message, cause);
  }

  @Override
  public void beforeCompletion() {
    // The turn lasts longer than that.
  }

  @Override
  public void afterCompletion(int status) {
    synchronized (this) {
      ended = true;
    }
    release();
  }

  private void release() {
    synchronized (this) {
      if (!held) {
        return;
      }
      held = false;
    }
    turn.release();
  }
}
