package dev.larder.requirements;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;

/** Where the server's transactions begin and end; {@link JtaTransactions} is what others use. */
@ApplicationScoped
class TransactionScopes {

  @Transactional(Transactional.TxType.REQUIRED)
  <T> T required(Supplier<T> work) {
    return work.get();
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  <T> T requiresNew(Supplier<T> work) {
    return work.get();
  }
}
