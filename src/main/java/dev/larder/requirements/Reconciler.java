package dev.larder.requirements;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again whether the cache is as the row says, and has it repaired: every interval
 * while all is well, and after a failure in one second, two, four, … up to the interval. At most
 * one look runs at a time. Thread-safe.
 */
final class Reconciler implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.larder.requirements");
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  /**
   * Nothing is planned further ahead in one step: a scheduler keeps a cancelled task, and with it
   * the class loader of the application, until its time has come.
   */
  private static final Duration LONGEST_STEP = Duration.ofSeconds(10);

  private final BooleanSupplier look;
  private final ScheduledExecutorService scheduler;
  private final Duration interval;

  private @Nullable Future<?> planned;
  private long plan;
  private int failures;
  private boolean looking;
  private boolean again;
  private boolean failedMeanwhile;
  private boolean closed;

  /**
   * @param look looks and repairs; whether all is well afterwards
   * @param interval above zero
   */
  Reconciler(BooleanSupplier look, ScheduledExecutorService scheduler, Duration interval) {
    this.look = look;
    this.scheduler = scheduler;
    this.interval = interval;
  }

  /** Begins to look every interval. */
  synchronized void start() {
    planIn(failures == 0 ? interval : retryDelay());
  }

  /** Looks at once. It throws nothing. */
  synchronized void lookNow() {
    if (looking) {
      again = true;
    } else {
      planIn(Duration.ZERO);
    }
  }

  /** Is told that a publication succeeded or failed; a failure is tried again soon. */
  synchronized void published(boolean succeeded) {
    if (looking) {
      failedMeanwhile |= !succeeded;
    } else if (succeeded) {
      failures = 0;
    } else {
      failed();
      planIn(retryDelay());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (planned != null) {
      planned.cancel(false);
      planned = null;
    }
  }

  private void failed() {
    failures = Math.min(failures + 1, 30);
  }

  private Duration retryDelay() {
    Duration delay = FIRST_RETRY.multipliedBy(1L << (Math.max(1, failures) - 1));
    return delay.compareTo(interval) < 0 ? delay : interval;
  }

  private void planIn(Duration delay) {
    if (closed) {
      return;
    }
    if (planned != null) {
      planned.cancel(false);
    }
    step(++plan, delay);
  }

  private void step(long mine, Duration delay) {
    boolean last = delay.compareTo(LONGEST_STEP) <= 0;
    Duration step = last ? delay : LONGEST_STEP;
    Runnable then = last ? () -> run(mine) : () -> goOn(mine, delay.minus(step));
    try {
      planned = scheduler.schedule(then, step.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "The server is stopping; the reconciler stops too.", e);
      closed = true;
    }
  }

  private synchronized void goOn(long mine, Duration left) {
    if (!closed && mine == plan) {
      step(mine, left);
    }
  }

  private void run(long mine) {
    synchronized (this) {
      // A plan that could no longer be cancelled gives way to the one that replaced it.
      if (closed || looking || mine != plan) {
        return;
      }
      looking = true;
      failedMeanwhile = false;
    }
    boolean well = false;
    try {
      well = look.getAsBoolean();
    } catch (RuntimeException e) {
      // Whatever it was, the reconciler must go on.
      LOG.log(System.Logger.Level.ERROR, "Looking after the cached requirements failed.", e);
    } finally {
      synchronized (this) {
        looking = false;
        if (well && !failedMeanwhile) {
          failures = 0;
        } else {
          failed();
        }
        Duration delay = failures == 0 ? interval : retryDelay();
        planIn(again ? Duration.ZERO : delay);
        again = false;
      }
    }
  }
}
