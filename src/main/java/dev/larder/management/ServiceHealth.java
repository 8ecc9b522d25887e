package dev.larder.management;

import dev.larder.cache.CacheHealth;
import dev.larder.cache.CacheModule;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.naming.InitialContext;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The health of what the service stands on, each look bounded in time. A cache that is away is
 * degraded and the service still useful; without its database it is not.
 */
@ApplicationScoped
public class ServiceHealth {

  private static final String DATA_SOURCE = "java:app/jdbc/larder";
  private static final String NO_COMPONENT = "java:app/concurrent/larder-no-component";
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final Duration FRESH = Duration.ofMillis(500);

  @Inject CacheModule cache;

  @Resource @Nullable ManagedExecutorService executor;

  private @Nullable Probe<CacheHealth.State> cacheProbe;
  private @Nullable Probe<Boolean> databaseProbe;

  @PostConstruct
  void prepare() {
    if (executor == null) {
      throw new IllegalStateException("the server has no managed executor");
    }
    cacheProbe =
        new Probe<>(
            () -> cache.health().state(),
            CacheHealth.State.DEGRADED,
            executor,
            BOUND,
            FRESH,
            System::nanoTime);
    databaseProbe =
        new Probe<>(
            ServiceHealth::databaseAnswers, false, executor, BOUND, FRESH, System::nanoTime);
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
  private static boolean databaseAnswers() {
    try {
      InitialContext directory = new InitialContext();
      DataSource source = (DataSource) directory.lookup(DATA_SOURCE);
      // As no component: Payara would keep in mind for good that this one has used a connection.
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
