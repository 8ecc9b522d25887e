package dev.larder.requirements;

import dev.larder.testing.PostgresServer;
import dev.larder.testing.TestPlace;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** A real database with the statements of the service, and a view of it from outside. */
final class TestDatabase implements AutoCloseable {

  final DatabaseSettings settings;
  final JdbcConnectionPool pool;
  private final Semaphore turn = new Semaphore(1, true);

  private TestDatabase(DatabaseSettings settings, ConnectionPoolDataSource source) {
    this.settings = settings;
    this.pool = JdbcConnectionPool.create(source);
    pool.setMaxConnections(40);
  }

  /** A new H2 file, as the service uses it out of the box. */
  static TestDatabase h2() {
    DatabaseSettings settings =
        DatabaseSettings.of(
            TestConfig.of("larder.data-dir", TestPlace.newDirectory("h2").toString()));
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(settings.url());
    source.setUser(settings.user());
    source.setPassword(settings.password());
    return new TestDatabase(settings, source);
  }

  static TestDatabase postgres(PostgresServer.Database database) {
    DatabaseSettings settings =
        DatabaseSettings.of(
            TestConfig.of(
                "larder.db.url",
                database.url(),
                "larder.db.user",
                database.user(),
                "larder.db.password",
                database.password()));
    PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
    source.setURL(settings.url());
    source.setUser(settings.user());
    source.setPassword(settings.password());
    return new TestDatabase(settings, source);
  }

  /** The row as the service sees it; several services share the process, and so the turn. */
  WorkspaceFiles files(LocalTransactions transactions) {
    WorkspaceFiles files = new JpaWorkspaceFiles(transactions::entities);
    return settings.vendor() == DatabaseSettings.Vendor.H2
        ? new SerialFiles(files, transactions, turn, Duration.ofSeconds(10))
        : files;
  }

  DataSource dataSource() {
    return pool;
  }

  void migrate() {
    new Migration(new Database(pool, settings.vendor(), settings.setting())).run();
  }

  /** The service's persistence unit, without a server. */
  EntityManagerFactory entityManagers() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
    properties.put("jakarta.persistence.jtaDataSource", null);
    properties.put("jakarta.persistence.nonJtaDataSource", pool);
    properties.put("eclipselink.weaving", "false");
    properties.put("eclipselink.logging.level", "WARNING");
    properties.put("eclipselink.session-name", settings.url());
    return Persistence.createEntityManagerFactory("larder", properties);
  }

  void execute(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of the first row as text; empty for no row or null. */
  Optional<String> text(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The row, by plain JDBC. */
  Optional<FileRow> row() {
    try (Connection connection = pool.getConnection()) {
      return row(connection, "");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Locks the row, and has something done with it meanwhile. */
  void withLockedRow(Consumer<FileRow> work) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        work.accept(row(connection, " for update").orElseThrow());
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<FileRow> row(Connection connection, String lock) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select content, content_hash, entity_type, is_deleted, updated_at"
                    + " from workspace_files where path = 'requirements.txt'"
                    + lock)) {
      return rows.next()
          ? Optional.of(
              new FileRow(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getBoolean(4),
                  rows.getObject(5, LocalDateTime.class)))
          : Optional.empty();
    }
  }

  @Override
  public void close() {
    pool.dispose();
  }
}
