package dev.larder.requirements;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Status;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Real transactions of a database without a server: what JTA does, for one thread at a time. */
final class LocalTransactions implements Transactions {

  private final EntityManagerFactory factory;
  private final ThreadLocal<Deque<Running>> running = ThreadLocal.withInitial(ArrayDeque::new);

  LocalTransactions(EntityManagerFactory factory) {
    this.factory = factory;
  }

  private record Running(
      EntityManager entities, List<Runnable> afterCommit, Map<Semaphore, HeldTurn> held) {

    void end() {
      entities.close();
      held.values().forEach(turn -> turn.afterCompletion(Status.STATUS_UNKNOWN));
    }
  }

  /** The entity manager of the calling thread's transaction, as a server injects it. */
  EntityManager entities() {
    return (EntityManager)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {EntityManager.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(running.get().element().entities(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  void begin() {
    EntityManager entities = factory.createEntityManager();
    entities.getTransaction().begin();
    running.get().push(new Running(entities, new ArrayList<>(), new HashMap<>()));
  }

  void commit() {
    Running ended = running.get().pop();
    try {
      ended.entities().getTransaction().commit();
    } finally {
      ended.end();
    }
    ended.afterCommit().forEach(Runnable::run);
  }

  void rollback() {
    Running ended = running.get().pop();
    try {
      if (ended.entities().getTransaction().isActive()) {
        ended.entities().getTransaction().rollback();
      }
    } finally {
      ended.end();
    }
  }

  @Override
  public boolean isActive() {
    return !running.get().isEmpty();
  }

  @Override
  public <T> T join(Supplier<T> work) {
    return isActive() ? translated(work) : alone(work);
  }

  @Override
  public <T> T alone(Supplier<T> work) {
    return translated(
        () -> {
          begin();
          T result;
          try {
            result = work.get();
          } catch (RuntimeException e) {
            rollback();
            throw e;
          }
          commit();
          return result;
        });
  }

  private static <T> T translated(Supplier<T> work) {
    try {
      return work.get();
    } catch (PersistenceException e) {
      throw new DatabaseException("the database does not answer, or not in time", e);
    }
  }

  @Override
  public void afterCommit(Runnable work) {
    running.get().element().afterCommit().add(work);
  }

  @Override
  public void hold(Semaphore turn, Duration atMost) {
    Map<Semaphore, HeldTurn> held = running.get().element().held();
    if (!held.containsKey(turn)) {
      HeldTurn taken = new HeldTurn(turn);
      taken.take(atMost);
      held.put(turn, taken);
    }
  }
}
