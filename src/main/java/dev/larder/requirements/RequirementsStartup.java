package dev.larder.requirements;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.util.function.Supplier;

/**
 * What happens when the service starts: the database is checked and migrated, then the requirements
 * are brought to the cache. A database that cannot be used stops the deployment; a cache that is
 * away does not.
 */
@Startup
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
@DataSourceDefinition(
    name = RequirementsStartup.DATA_SOURCE,
    className = "dev.larder.requirements.LarderDataSource",
    properties = {
      "prefix=larder.db",
      // Server difference: lost connections. Payara's pool looks at nothing by itself: it would
      // hand out connections of before a restart
      // of the database for ever. Servers that do not know these leave them alone.
      "fish.payara.is-connection-validation-required=true",
      "fish.payara.connection-validation-method=custom-validation",
      "fish.payara.validation-classname="
          + "org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation",
      "fish.payara.validate-atmost-once-period-in-seconds=1"
    },
    minPoolSize = 2,
    maxPoolSize = 32)
@ContextServiceDefinition(
    name = RequirementsStartup.NO_COMPONENT,
    cleared = {
      ContextServiceDefinition.APPLICATION,
      ContextServiceDefinition.SECURITY,
      ContextServiceDefinition.TRANSACTION
    })
@SuppressWarnings("NullAway.Init") // The server sets the fields before it calls anything.
public class RequirementsStartup {

  /** Where the database of the service is found: H2 or PostgreSQL, by configuration. */
  public static final String DATA_SOURCE = "java:app/jdbc/larder";

  /** Where the context service is found that runs work as no component, and without transaction. */
  public static final String NO_COMPONENT = "java:app/concurrent/larder-no-component";

  private static final System.Logger LOG = System.getLogger("dev.larder.requirements");

  @Inject private RequirementsRuntime runtime;

  /** Never used; Payara ends the pool of the own data source only because of it. */
  @SuppressWarnings("unused") // As it says.
  @PersistenceUnit(unitName = "larder-own-pool")
  private EntityManagerFactory ownPool;

  @Inject private ChosenDatabase database;

  @PostConstruct
  void start() {
    Published published =
        explained(
            () -> {
              new Migration(database.database()).run();
              return runtime.start();
            });
    if (published instanceof Published.Cached cached) {
      LOG.log(
          System.Logger.Level.INFO,
          "The requirements are in the cache: {0} characters, hash {1};"
              + " event=requirements-warm characters={0} hash={1}",
          Integer.toString(cached.requirements().content().length()),
          cached.requirements().hash());
    }
  }

  private static <T> T explained(Supplier<T> start) {
    try {
      return start.get();
    } catch (RuntimeException e) {
      // Servers bury the message of what stops a deployment below pages of stack traces, and wrap
      // it in others.
      Throwable root = e;
      while (root.getCause() != null && !(root instanceof IllegalArgumentException)) {
        root = root.getCause();
      }
      LOG.log(System.Logger.Level.ERROR, "Larder is not started: " + root.getMessage());
      throw e;
    }
  }

  @PreDestroy
  void stop() {
    runtime.stop();
  }
}
