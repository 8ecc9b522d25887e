package dev.larder.cache;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/** Stores that tell what they are asked for, and pass it on. */
final class Watched {

  private Watched() {}

  static CacheStore over(CacheStore store, List<String> asked) {
    return before(
        store,
        method -> {
          if (!method.equals("name")) {
            asked.add(method);
          }
        });
  }

  /** Returns a store that does something before each method, named, and fails if that does. */
  static CacheStore before(CacheStore store, Consumer<String> asked) {
    return (CacheStore)
        Proxy.newProxyInstance(
            CacheStore.class.getClassLoader(),
            new Class<?>[] {CacheStore.class},
            (proxy, method, arguments) -> {
              asked.accept(method.getName());
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
