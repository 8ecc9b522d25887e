package dev.larder.requirements;

import jakarta.enterprise.concurrent.ContextService;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The transactions of background tasks, apart from the component that submitted the task.
 *
 * <p>A managed executor runs a task as that component. Payara 6 then notes the connections the task
 * uses in a table of the whole server, under the component and the thread, and never removes the
 * note: the class loader of the application would stay after undeploy. Without a component nothing
 * is noted.
 */
final class BackgroundTransactions implements Transactions {

  private final Transactions transactions;
  private final ContextService contexts;

  /**
   * Makes them.
   *
   * @param contexts clears the context {@link
   *     jakarta.enterprise.concurrent.ContextServiceDefinition #APPLICATION}
   */
  BackgroundTransactions(Transactions transactions, ContextService contexts) {
    this.transactions = transactions;
    this.contexts = contexts;
  }

  @Override
  public boolean isActive() {
    return transactions.isActive();
  }

  @Override
  public <T> T join(Supplier<T> work) {
    return transactions.join(work);
  }

  @Override
  public <T> T alone(Supplier<T> work) {
    try {
      return contexts.contextualSupplier(() -> withOwnClassLoader(work)).get();
    } catch (UndeclaredThrowableException e) {
      throw unwrapped(e);
    }
  }

  /**
   * What the work itself threw. Server difference: wrapped exceptions. WildFly calls the work by
   * reflection, and wraps what it throws.
   */
  private static RuntimeException unwrapped(UndeclaredThrowableException wrapping) {
    for (Throwable t = wrapping.getCause(); t != null; t = t.getCause()) {
      if (t instanceof RuntimeException thrown && !(t instanceof UndeclaredThrowableException)) {
        return thrown;
      }
    }
    return wrapping;
  }

  /** Without a component a thread has no class loader either, and the server's CDI asks for one. */
  private <T> T withOwnClassLoader(Supplier<T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(BackgroundTransactions.class.getClassLoader());
    try {
      return transactions.alone(work);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public void afterCommit(Runnable work) {
    transactions.afterCommit(work);
  }

  @Override
  public void hold(Semaphore turn, Duration atMost) {
    transactions.hold(turn, atMost);
  }
}
