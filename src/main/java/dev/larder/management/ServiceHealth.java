package dev.larder.management;

import dev.larder.cache.BackgroundExecutors;
import dev.larder.cache.CacheHealth;
import dev.larder.cache.CacheModule;
import dev.larder.rest.DatabaseAccess;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.naming.InitialContext;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The health of what the service stands on, each look bounded in time. A cache that is away is
 * degraded and the service still useful; without its database it is not.
 *
 * <p>Who asks may be the server itself, for MicroProfile Health, in a thread that belongs to no
 * application. Payara's managed executors drop the work of such threads without a word, so work is
 * handed over as by the thread that has started the service.
 */
@ApplicationScoped
public class ServiceHealth {

  private static final String NO_COMPONENT = "java:app/concurrent/larder-no-component";
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final Duration FRESH = Duration.ofMillis(500);

  @Inject CacheModule cache;
  @Inject DatabaseAccess database;
  @Inject BackgroundExecutors background;

  @Resource @Nullable ContextService contexts;

  private @Nullable Probe<CacheHealth.State> cacheProbe;
  private @Nullable Probe<Boolean> databaseProbe;

  /** Has this made by the thread that starts the service. */
  void started(@Observes @Initialized(ApplicationScoped.class) ServletContext context) {}

  @PostConstruct
  void prepare() {
    if (contexts == null) {
      throw new IllegalStateException("the server has no context service");
    }
    Executor ours = contexts.createContextualProxy(background.executor(), Executor.class);
    cacheProbe =
        new Probe<>(
            () -> cache.health().state(),
            CacheHealth.State.DEGRADED,
            ours,
            BOUND,
            FRESH,
            System::nanoTime);
    DataSource source = database.dataSource();
    databaseProbe =
        new Probe<>(
            () -> answersWithoutComponent(source), false, ours, BOUND, FRESH, System::nanoTime);
  }

  /** Returns the state of the cache. */
  public CacheHealth.State cache() {
    return cacheProbe == null ? CacheHealth.State.STOPPED : cacheProbe.result();
  }

  /** Returns whether the database answers. */
  public boolean database() {
    return databaseProbe != null && databaseProbe.result();
  }

  @SuppressWarnings("BanJNDI") // constant names of the server's own directory, no input
  private static boolean answersWithoutComponent(DataSource source) {
    try {
      InitialContext directory = new InitialContext();
      // Server difference: connections of a component. As none: Payara would keep in mind for good
      // that this one has used a connection.
      ContextService contexts = (ContextService) directory.lookup(NO_COMPONENT);
      return contexts.contextualCallable(() -> answers(source)).call();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (Exception e) {
      // That it is away is the answer; the messages of drivers name addresses.
      return false;
    }
  }

  /**
   * A statement, and not Connection.isValid: that one throws nothing, and the server's pool would
   * keep a connection that the database has closed.
   */
  private static boolean answers(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout((int) BOUND.toSeconds());
      return statement.execute("select 1");
    }
  }
}
