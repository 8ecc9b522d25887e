package dev.larder.requirements;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** The transactions of the calling thread. */
interface Transactions {

  /** Whether the caller has a transaction; it stays the caller's. */
  boolean isActive();

  /** Works in the caller's transaction, or in one of its own that is committed afterwards. */
  <T> T join(Supplier<T> work);

  /** Works in a transaction of its own, which is committed afterwards. */
  <T> T alone(Supplier<T> work);

  /**
   * Has something done after the caller's transaction is committed, and not at all if it is not.
   *
   * @param work quick, throws nothing, needs no transaction
   */
  void afterCommit(Runnable work);

  /**
   * Has the caller's transaction hold a permit until it has ended, committed or rolled back, in the
   * database too; nothing happens if it holds it already.
   *
   * @throws DatabaseException if the permit does not come in time
   */
  void hold(Semaphore turn, Duration atMost);
}
