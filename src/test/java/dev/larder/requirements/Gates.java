package dev.larder.requirements;

import dev.larder.cache.CacheStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps between a change, the database and the cache, with a random pause at each, and one
 * among them where a thread stops for good, so that its process can be killed exactly there.
 * Thread-safe.
 */
final class Gates {

  /** After the commit of a change, before anything is done about the cache. */
  static final String SAVED = "saved";

  private static final List<String> OTHERS =
      List.of(
          "begun",
          "locking",
          "locked",
          "updated",
          "committing",
          "committed",
          "calling-cache",
          "writing-cache",
          "cache-written");

  private final Random random;
  private final Consumer<String> stopped;
  private final ThreadLocal<Boolean> changed = ThreadLocal.withInitial(() -> false);
  private @Nullable String stop;
  private int passes;

  /**
   * @param stopped is told the name of the gate where a thread stopped
   */
  Gates(long seed, Consumer<String> stopped) {
    this.random = new Random(seed);
    this.stopped = stopped;
  }

  /** One of the gates; as often as not the one after the commit. */
  static String random(Random random) {
    return random.nextBoolean() ? SAVED : OTHERS.get(random.nextInt(OTHERS.size()));
  }

  /** The thread that comes to a gate after so many passes stops there for good. */
  synchronized void stopAt(String gate, int after) {
    stop = gate;
    passes = after;
  }

  private void reached(String gate) {
    int micros;
    synchronized (this) {
      micros = random.nextInt(3) == 0 ? random.nextInt(3_000) : 0;
      if (gate.equals(stop) && passes-- == 0) {
        micros = -1;
      }
    }
    if (micros < 0) {
      stopped.accept(gate);
      while (true) {
        LockSupport.park(this);
      }
    }
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
  }

  Transactions around(Transactions transactions) {
    return new Transactions() {
      @Override
      public boolean isActive() {
        return transactions.isActive();
      }

      @Override
      public <T> T join(Supplier<T> work) {
        return isActive() ? transactions.join(work) : alone(work);
      }

      @Override
      public <T> T alone(Supplier<T> work) {
        changed.set(false);
        T result =
            transactions.alone(
                () -> {
                  reached("begun");
                  T done = work.get();
                  reached("committing");
                  return done;
                });
        reached(changed.get() ? SAVED : "committed");
        return result;
      }

      @Override
      public void afterCommit(Runnable work) {
        transactions.afterCommit(work);
      }

      @Override
      public void hold(Semaphore turn, Duration atMost) {
        transactions.hold(turn, atMost);
      }
    };
  }

  WorkspaceFiles around(WorkspaceFiles files) {
    return (WorkspaceFiles)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {WorkspaceFiles.class},
            (proxy, method, arguments) -> {
              boolean lock = method.getName().equals("lock");
              boolean update = method.getName().equals("update");
              if (lock) {
                reached("locking");
              }
              Object result = invoke(() -> method.invoke(files, arguments));
              if (lock) {
                reached("locked");
              }
              if (update) {
                changed.set(true);
                reached("updated");
              }
              return result;
            });
  }

  CacheStore around(CacheStore store) {
    return (CacheStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {CacheStore.class},
            (proxy, method, arguments) -> {
              boolean call = arguments != null && arguments.length > 0;
              boolean write =
                  method.getName().equals("putIf") || method.getName().equals("deleteIf");
              if (call) {
                reached(write ? "writing-cache" : "calling-cache");
              }
              Object result = invoke(() -> method.invoke(store, arguments));
              if (write) {
                reached("cache-written");
              }
              return result;
            });
  }

  private interface Call {
    @Nullable Object invoke() throws ReflectiveOperationException;
  }

  private static @Nullable Object invoke(Call call) throws Throwable {
    try {
      return call.invoke();
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
