package dev.larder.management;

import dev.larder.cache.CacheHealth;
import dev.larder.cache.CacheModule;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The health of what the service stands on, each look bounded in time. A cache that is away is
 * degraded and the service still useful; without its database it is not.
 */
@ApplicationScoped
public class ServiceHealth {

  private static final String DATA_SOURCE = "java:app/jdbc/larder";
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

  @SuppressWarnings("BanJNDI") // a constant name of the server's own directory, no input
  private static boolean databaseAnswers() {
    try {
      DataSource source = (DataSource) new InitialContext().lookup(DATA_SOURCE);
      // A statement, and not Connection.isValid: that one throws nothing, and the server's pool
      // would keep a connection that the database has closed.
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        statement.setQueryTimeout((int) BOUND.toSeconds());
        return statement.execute("select 1");
      }
    } catch (NamingException | SQLException e) {
      // That it is away is the answer; the messages of drivers name addresses.
      return false;
    }
  }
}
