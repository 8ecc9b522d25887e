package dev.larder.requirements;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Makes the table {@code workspace_files} where it is missing. A table without Larder's own history
 * beside it was made by the platform that owns it: no migration runs then, and its structure stays
 * as it is.
 */
final class Migration {

  static final String HISTORY = "larder_schema_history";

  private static final int ATTEMPTS = 4;

  private static final System.Logger LOG = System.getLogger("dev.larder.requirements");

  private static final List<String> COLUMNS =
      List.of(
          "id",
          "path",
          "content_hash",
          "size_bytes",
          "content_type",
          "git_status",
          "created_at",
          "updated_at",
          "is_deleted",
          "is_workflow",
          "is_data_provider",
          "entity_type",
          "content");

  /** undefined_table of PostgreSQL, and the two of H2. */
  private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S04");

  private final Database database;

  Migration(Database database) {
    this.database = database;
  }

  /**
   * Migrates, or checks what is there. Several processes may do it at once.
   *
   * @throws IllegalStateException if the database cannot be used, saying why
   */
  void run() {
    try {
      if (isThePlatforms()) {
        LOG.log(
            System.Logger.Level.INFO,
            "The table workspace_files is there and not Larder's: it is used as it is.");
      } else {
        migrate();
      }
      checkColumns();
    } catch (SQLException | FlywayException e) {
      throw new IllegalStateException(
          "the database " + database.setting() + " cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * Flyway locks its history once that exists. Before, a process that sees the tables which another
   * one has just made takes the schema for one with a past, and fails when it is to note that; when
   * it begins anew, the history is there.
   */
  private void migrate() {
    for (int attempt = 1; ; attempt++) {
      try {
        flyway().migrate();
        return;
      } catch (FlywayException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        LOG.log(System.Logger.Level.DEBUG, "The migration is tried again.", e);
      }
    }
  }

  /**
   * The table is looked for first: a process that starts at the same time makes history and then
   * the table, so that its table is never taken for the platform's.
   */
  private boolean isThePlatforms() throws SQLException {
    return exists("workspace_files") && !exists(HISTORY);
  }

  private Flyway flyway() {
    return Flyway.configure(Migration.class.getClassLoader())
        .dataSource(database.dataSource())
        .table(HISTORY)
        .locations(
            "classpath:dev/larder/requirements/migration/"
                + database.vendor().name().toLowerCase(Locale.ROOT))
        .failOnMissingLocations(true)
        // The schema may hold other tables of the platform; they are no reason not to begin.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }

  private boolean exists(String table) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select 1 from " + table + " where 1 = 0")) {
      return !rows.next();
    } catch (SQLException e) {
      if (NO_TABLE.contains(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private void checkColumns() throws SQLException {
    Set<String> missing = new TreeSet<>(COLUMNS);
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from workspace_files where 1 = 0")) {
      ResultSetMetaData columns = rows.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        missing.remove(columns.getColumnName(i).toLowerCase(Locale.ROOT));
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "the table workspace_files of "
              + database.setting()
              + " lacks the columns "
              + String.join(", ", missing)
              + ": let the platform that owns it migrate it, or use another database or schema");
    }
  }
}
