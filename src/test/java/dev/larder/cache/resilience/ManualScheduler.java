package dev.larder.cache.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A scheduler whose time passes when the test says so, and whose tasks run on its thread. */
final class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {

  private final List<Task> tasks = new ArrayList<>();
  private long now;
  private boolean refusing;
  private boolean losing;

  /** The time, for whoever needs a clock. */
  long nanoTime() {
    return now;
  }

  /** Lets time pass, and runs what is due, in its order. */
  void pass(Duration time) {
    long end = now + time.toNanos();
    while (true) {
      Task next =
          tasks.stream()
              .filter(task -> task.at <= end)
              .min(Comparator.comparingLong((Task task) -> task.at))
              .orElse(null);
      if (next == null) {
        break;
      }
      now = Math.max(now, next.at);
      tasks.remove(next);
      next.run();
    }
    now = end;
  }

  /** How many tasks wait. */
  int waiting() {
    return tasks.size();
  }

  void refuse(boolean refuse) {
    refusing = refuse;
  }

  /** Tasks are taken, and never run. */
  void lose(boolean lose) {
    losing = lose;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    if (refusing) {
      throw new RejectedExecutionException("refused by the test");
    }
    Task task = new Task(command, now + unit.toNanos(delay));
    if (!losing) {
      tasks.add(task);
    }
    return task;
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void execute(Runnable command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void shutdown() {
    refusing = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    refusing = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return refusing;
  }

  @Override
  public boolean isTerminated() {
    return refusing;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return refusing;
  }

  private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
    private final long at;

    Task(Runnable command, long at) {
      super(command, null);
      this.at = at;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      tasks.remove(this);
      return super.cancel(mayInterrupt);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - now, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(at, ((Task) other).at);
    }
  }
}
