package dev.larder.requirements;

import dev.larder.cache.BackgroundExecutors;
import dev.larder.cache.OwnKeys;
import dev.larder.http.ResponseInvalidator;
import dev.larder.rest.StartupWork;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.Config;

/** Puts the requirements cache together from what the server gives, starts it and stops it. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // The server sets the fields before it calls anything.
class RequirementsRuntime implements StartupWork {

  /** How long a call waits for the cache: longer than a failing call of the cache takes. */
  private static final Duration BOUND = Duration.ofSeconds(5);

  /** As long as H2 waits for a lock. */
  private static final Duration TURN_BOUND = Duration.ofSeconds(10);

  @Resource private TransactionSynchronizationRegistry registry;

  @Resource(lookup = RequirementsStartup.NO_COMPONENT)
  private ContextService withoutComponent;

  @Inject private TransactionScopes scopes;
  @Inject private OwnKeys keys;
  @Inject private BackgroundExecutors background;
  @Inject private Config config;
  @Inject private ChosenDatabase database;
  @Inject private ResponseInvalidator responses;

  private EntityManagerFactory factory;
  private CopyKeeper keeper;
  private RequirementsCache cache;
  private RequirementsCopies copies;
  private volatile boolean started;

  @PostConstruct
  void build() {
    Transactions transactions = new JtaTransactions(scopes, registry);
    // Not injected: the data source is chosen by configuration, which the server does not ask.
    factory =
        Persistence.createEntityManagerFactory(
            "larder", Map.of("jakarta.persistence.jtaDataSource", database.dataSource()));
    // The unit is put together and the database is looked at when it is used first, and that is
    // done as the component (decision 16).
    factory.createEntityManager().close();
    WorkspaceFiles files = files(transactions);
    SharedCopy copy = new SharedCopy(keys);
    Clock clock = Clock.systemUTC();
    Duration interval = RequirementsSettings.reconcileInterval(config);
    keeper =
        new CopyKeeper(
            new BackgroundTransactions(transactions, withoutComponent),
            files,
            copy,
            clock,
            background.executor(),
            background.scheduler(),
            interval,
            () -> responses.invalidateTags(List.of(RequirementsResource.TAG)));
    cache = new DatabaseRequirements(transactions, files, copy, clock, BOUND, keeper);
    copies = new RequirementsCopies(transactions, files, copy);
  }

  private WorkspaceFiles files(Transactions transactions) {
    WorkspaceFiles files = new JpaWorkspaceFiles(new TransactionEntities(factory, registry));
    return database.database().vendor() == DatabaseSettings.Vendor.H2
        ? new SerialFiles(files, transactions, new Semaphore(1, true), TURN_BOUND)
        : files;
  }

  /** What compares the row and its copy. */
  RequirementsCopies copies() {
    return copies;
  }

  /** Caches the requirements, if there are any and the cache is there, and keeps them cached. */
  Published start() {
    Published published = keeper.start(BOUND);
    started = true;
    return published;
  }

  @Override
  public String startupWork() {
    return "requirements";
  }

  /**
   * The table is there, and it was tried to bring the requirements to the cache, which may be away.
   */
  @Override
  public boolean isStarted() {
    return started;
  }

  void stop() {
    keeper.close();
    factory.close();
  }

  @Produces
  @ApplicationScoped
  RequirementsCache requirementsCache() {
    return cache;
  }
}
