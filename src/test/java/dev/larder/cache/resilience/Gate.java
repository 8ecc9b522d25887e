package dev.larder.cache.resilience;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.CacheStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A way to a real store that a test may close: calls fail then, with the reason it chooses. */
final class Gate {

  private static final Set<String> ALWAYS = Set.of("name", "start", "close", "status", "toString");

  private final CacheStore behind;
  private final AtomicLong calls = new AtomicLong();
  private volatile Reason failure;
  private volatile boolean afterwards;
  private volatile boolean onlyRemovals;
  private volatile int passing = Integer.MAX_VALUE;
  private final AtomicReference<Runnable> beforeRemoval = new AtomicReference<>();
  private final AtomicReference<Runnable> beforePut = new AtomicReference<>();

  Gate(CacheStore behind) {
    this.behind = behind;
  }

  CacheStore store() {
    return (CacheStore)
        Proxy.newProxyInstance(
            Gate.class.getClassLoader(), new Class<?>[] {CacheStore.class}, this::invoke);
  }

  /** The store itself, whatever the gate does. */
  CacheStore behind() {
    return behind;
  }

  void open() {
    failure = null;
    passing = Integer.MAX_VALUE;
  }

  void close() {
    close(Reason.UNAVAILABLE);
  }

  /** Calls fail and do nothing. */
  void close(Reason reason) {
    afterwards = false;
    onlyRemovals = false;
    failure = reason;
  }

  /** Calls do what they should, and fail all the same. */
  void loseAnswers() {
    afterwards = true;
    onlyRemovals = false;
    failure = Reason.UNAVAILABLE;
  }

  /** Removals fail and do nothing, as when just they find no connection; everything else passes. */
  void failRemovals() {
    close();
    onlyRemovals = true;
  }

  /** Something happens when the next removal comes to the gate, before it passes. */
  void beforeRemoval(Runnable action) {
    beforeRemoval.set(action);
  }

  /** Something happens when the next value comes to the gate, before it passes. */
  void beforePut(Runnable action) {
    beforePut.set(action);
  }

  /** So many calls pass, and then it closes. */
  void closeAfter(int number) {
    passing = number;
  }

  /** How many calls came to the gate, pings included. */
  long calls() {
    return calls.get();
  }

  private Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (ALWAYS.contains(method.getName())) {
      return pass(method, arguments);
    }
    calls.incrementAndGet();
    Runnable action =
        method.getName().startsWith("delete")
            ? beforeRemoval.getAndSet(null)
            : method.getName().equals("put") ? beforePut.getAndSet(null) : null;
    if (action != null) {
      action.run();
    }
    if (passing != Integer.MAX_VALUE && passing-- <= 0) {
      close();
    }
    Reason reason = failure;
    if (reason == null || (onlyRemovals && !method.getName().startsWith("delete"))) {
      return pass(method, arguments);
    }
    if (afterwards) {
      pass(method, arguments);
    }
    throw new CacheException(reason, "the gate is closed");
  }

  private Object pass(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(behind, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
