package dev.larder.requirements;

import jakarta.persistence.PersistenceException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.TransactionalException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** The server's transactions. */
final class JtaTransactions implements Transactions {

  private static final System.Logger LOG = System.getLogger("dev.larder.requirements");

  private final TransactionScopes scopes;
  private final TransactionSynchronizationRegistry registry;

  JtaTransactions(TransactionScopes scopes, TransactionSynchronizationRegistry registry) {
    this.scopes = scopes;
    this.registry = registry;
  }

  @Override
  public boolean isActive() {
    return registry.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
  }

  @Override
  public <T> T join(Supplier<T> work) {
    return translated(() -> scopes.required(work));
  }

  @Override
  public <T> T alone(Supplier<T> work) {
    return translated(() -> scopes.requiresNew(work));
  }

  private static <T> T translated(Supplier<T> work) {
    try {
      return work.get();
    } catch (PersistenceException | TransactionalException e) {
      throw new DatabaseException("the database does not answer, or not in time", e);
    }
  }

  @Override
  public void afterCommit(Runnable work) {
    if (registry.getTransactionStatus() == Status.STATUS_MARKED_ROLLBACK) {
      // It will not commit, and takes no synchronization any more.
      return;
    }
    registry.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {
            // Nothing is to be done before.
          }

          @Override
          public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
              try {
                work.run();
              } catch (RuntimeException e) {
                // The transaction is committed: nobody could do anything about an exception here.
                LOG.log(System.Logger.Level.ERROR, "Work after a commit failed.", e);
              }
            }
          }
        });
  }

  @Override
  public void hold(Semaphore turn, Duration atMost) {
    if (registry.getResource(turn) != null) {
      return;
    }
    HeldTurn held = new HeldTurn(turn);
    // Before it waits: a permit that nobody gives back would be lost for good.
    registry.registerInterposedSynchronization(held);
    held.take(atMost);
    registry.putResource(turn, held);
  }
}
