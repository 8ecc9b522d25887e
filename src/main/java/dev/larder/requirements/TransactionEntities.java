package dev.larder.requirements;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.function.Supplier;

/**
 * The entity manager of the thread's transaction: one for each, closed after it. It is what a
 * server does for a persistence context that it injects; that one could not be told at start on
 * which data source it works. Thread-safe.
 */
final class TransactionEntities implements Supplier<EntityManager> {

  private final EntityManagerFactory factory;
  private final TransactionSynchronizationRegistry registry;

  TransactionEntities(EntityManagerFactory factory, TransactionSynchronizationRegistry registry) {
    this.factory = factory;
    this.registry = registry;
  }

  /**
   * Returns the one of the transaction, which the thread must have.
   *
   * @throws IllegalStateException without a transaction
   */
  @Override
  public EntityManager get() {
    if (registry.getResource(this) instanceof EntityManager known) {
      return known;
    }
    EntityManager made = factory.createEntityManager();
    try {
      made.joinTransaction();
      registry.registerInterposedSynchronization(new Closing(made));
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
    registry.putResource(this, made);
    return made;
  }

  private record Closing(EntityManager entities) implements Synchronization {

    @Override
    public void beforeCompletion() {
      // Nothing is to be done before.
    }

    @Override
    public void afterCompletion(int status) {
      entities.close();
    }
  }
}
