package dev.larder.http.storage;

import dev.larder.cache.CacheStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A way to a real store on which something else happens before a call. */
final class Disturbed {

  /** What happens before a call. */
  interface Before {
    void call(Method method, Object[] arguments);
  }

  private Disturbed() {}

  static CacheStore store(CacheStore store, Before before) {
    return (CacheStore)
        Proxy.newProxyInstance(
            Disturbed.class.getClassLoader(),
            new Class<?>[] {CacheStore.class},
            (proxy, method, arguments) -> {
              before.call(method, arguments == null ? new Object[0] : arguments);
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
