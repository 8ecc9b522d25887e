package dev.larder.requirements;

import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.CacheStore;
import dev.larder.cache.OwnKeys;
import dev.larder.cache.SingleFlight;
import dev.larder.cache.json.JacksonCodec;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** What one service process is made of, on a database and a store that others may share. */
final class Node implements AutoCloseable {

  static final Duration BOUND = Duration.ofSeconds(10);

  final EntityManagerFactory factory;
  final LocalTransactions transactions;
  final CacheModule module;
  final SharedCopy copy;
  final CopyKeeper keeper;
  final RequirementsCache requirements;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

  Node(TestDatabase database, CacheStore store) {
    this(database, store, Clock.systemUTC(), Duration.ofMinutes(1), files -> files, BOUND);
  }

  Node(
      TestDatabase database,
      CacheStore store,
      Clock clock,
      Duration interval,
      UnaryOperator<WorkspaceFiles> wrapper,
      Duration bound) {
    this(database, store, clock, interval, local -> local, wrapper, bound);
  }

  Node(
      TestDatabase database,
      CacheStore store,
      Clock clock,
      Duration interval,
      UnaryOperator<Transactions> aroundTransactions,
      UnaryOperator<WorkspaceFiles> aroundFiles,
      Duration bound) {
    factory = database.entityManagers();
    transactions = new LocalTransactions(factory);
    Transactions around = aroundTransactions.apply(transactions);
    module = new CacheModuleBuilder(store, new JacksonCodec()).forOwnKeys().build();
    module.start();
    WorkspaceFiles files = aroundFiles.apply(database.files(transactions));
    copy = new SharedCopy(OwnKeys.of(module, new SingleFlight<>()));
    keeper = new CopyKeeper(around, files, copy, clock, executor, scheduler, interval, () -> {});
    requirements = new DatabaseRequirements(around, files, copy, clock, bound, keeper);
  }

  /** Begins to look after the copy, as the start of the service does. */
  Node start() {
    keeper.start(BOUND);
    return this;
  }

  @Override
  public void close() {
    keeper.close();
    for (ExecutorService threads : List.of(scheduler, executor)) {
      threads.shutdown();
      try {
        if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException("a thread of the node does not end");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    factory.close();
  }
}
