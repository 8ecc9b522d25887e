package dev.larder.requirements;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheStore;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A way to a real store as a bad network makes it: calls take a while, some fail, and of those that
 * fail some are carried out later, as a frozen Redis does when it thaws.
 */
final class FaultyStore implements AutoCloseable {

  private final CacheStore store;
  private final Random random;
  private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
  final AtomicInteger failures = new AtomicInteger();
  final AtomicInteger lateWrites = new AtomicInteger();
  volatile boolean healed;

  FaultyStore(CacheStore store, long seed) {
    this.store = store;
    this.random = new Random(seed);
  }

  CacheStore faulty() {
    return (CacheStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {CacheStore.class},
            (proxy, method, arguments) -> {
              boolean write =
                  method.getName().equals("putIf") || method.getName().equals("deleteIf");
              if (write && !healed) {
                disturb(arguments);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void disturb(Object[] arguments) {
    int kind;
    int delay;
    synchronized (random) {
      kind = random.nextInt(10);
      delay = random.nextInt(40);
    }
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(delay * 50L));
    if (kind >= 3) {
      return;
    }
    failures.incrementAndGet();
    if (kind < 2) {
      lateWrites.incrementAndGet();
      var unused = later.schedule(() -> carryOut(arguments), delay, TimeUnit.MILLISECONDS);
    }
    throw new CacheException(CacheException.Reason.UNAVAILABLE, "no answer");
  }

  private void carryOut(Object[] arguments) {
    if (arguments.length == 4) {
      store.putIf(
          (String) arguments[0],
          (byte[]) arguments[1],
          (Ttl) arguments[2],
          (WriteCondition) arguments[3]);
    } else {
      store.deleteIf((String) arguments[0], (WriteCondition) arguments[1]);
    }
  }

  /** Carries out what is late, and fails no more. */
  void heal() throws InterruptedException {
    healed = true;
    later.shutdown();
    if (!later.awaitTermination(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("late writes are still under way");
    }
  }

  @Override
  public void close() {
    later.shutdownNow();
  }
}
