package dev.larder.cache.tiered;

import dev.larder.cache.CacheStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a real store that counts calls, and has something happen in their middle. */
final class WatchedStore {

  private static final Set<String> READS =
      Set.of("get", "getShared", "entry", "entries", "getAll", "getAllShared", "exists");

  /** What happens when the store has done an operation, before its caller hears of it. */
  @FunctionalInterface
  interface Then {
    void happens(String operation);
  }

  final AtomicInteger reads = new AtomicInteger();
  private final CacheStore store;
  private volatile Then before = operation -> {};
  private volatile Then then = operation -> {};

  WatchedStore(CacheStore store) {
    this.store = store;
  }

  /** Has something happen once, after the next operation was carried out. */
  void then(Then once) {
    then =
        operation -> {
          then = next -> {};
          once.happens(operation);
        };
  }

  /** Has something happen before every operation; what it throws is what the operation throws. */
  void before(Then each) {
    before = each;
  }

  /** Has something happen after every operation; what it throws is what the operation throws. */
  void thenAlways(Then each) {
    then = each;
  }

  CacheStore store() {
    return (CacheStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {CacheStore.class}, this::invoke);
  }

  private Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (READS.contains(method.getName())) {
      reads.incrementAndGet();
    }
    boolean watched = method.getParameterCount() > 0;
    if (watched) {
      before.happens(method.getName());
    }
    Object result;
    try {
      result = method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (watched) {
      then.happens(method.getName());
    }
    return result;
  }
}
