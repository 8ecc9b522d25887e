package dev.larder.requirements;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A way to a real store on which writes, or all calls, fail while a test says so. */
final class FaultyGate {

  private final CacheStore store;
  volatile boolean writesFail;
  volatile boolean everythingFails;

  /** What is done while a call fails. */
  volatile Runnable meanwhile = () -> {};

  FaultyGate(CacheStore store) {
    this.store = store;
  }

  CacheStore store() {
    return (CacheStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {CacheStore.class},
            (proxy, method, arguments) -> {
              boolean call = arguments != null && arguments.length > 0;
              if ((writesFail && method.getName().endsWith("If")) || (everythingFails && call)) {
                meanwhile.run();
                throw new CacheException(CacheException.Reason.UNAVAILABLE, "no answer");
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
