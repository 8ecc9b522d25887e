package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the table is made and when it is left alone, on each database. */
abstract class MigrationRules {

  private static final String HISTORY =
      "select count(*) from information_schema.tables where table_name = 'larder_schema_history'";

  static final String MIGRATIONS = "select count(*) from larder_schema_history where version = '1'";

  /** Of PostgreSQL and the standard, and of H2. */
  private static final List<String> CHECK_VIOLATED = List.of("23514", "23513");

  TestDatabase database;

  abstract TestDatabase newDatabase();

  @BeforeEach
  void open() {
    database = newDatabase();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anEmptyDatabaseGetsTheTableAndAHistoryAndTheSecondStartChangesNothing() {
    database.migrate();
    assertThat(database.row()).isEmpty();
    database.migrate();
    assertThat(database.text(MIGRATIONS)).contains("1");
  }

  @Test
  void theTableStaysUsableWhenTheConnectionThatMadeItIsGone() throws SQLException {
    try (Connection other =
            DriverManager.getConnection(
                database.settings.url(), database.settings.user(), database.settings.password());
        Statement statement = other.createStatement()) {
      database.migrate();
      // As a pool does with connections that nobody needs for a while.
      database.pool.dispose();
      assertThat(statement.executeUpdate(row("a", "untracked"))).isEqualTo(1);
      assertThat(statement.executeUpdate("update workspace_files set git_status = 'synced'"))
          .isPositive();
      assertThatThrownBy(() -> statement.executeUpdate(row("b", "unheard-of")))
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isIn(CHECK_VIOLATED);
    }
  }

  static String row(String path, String status) {
    return "insert into workspace_files (id, path, content_hash, size_bytes, git_status) values ('"
        + UUID.randomUUID()
        + "', '"
        + path
        + "', 'x', 0, '"
        + status
        + "')";
  }

  @Test
  void otherTablesInTheSchemaAreNoReasonNotToBegin() {
    database.execute("create table others (id integer)");
    database.migrate();
    assertThat(database.row()).isEmpty();
    database.migrate();
    assertThat(database.text(HISTORY)).contains("1");
  }

  @Test
  void aTableWithoutLardersHistoryIsLeftAlone() {
    database.migrate();
    database.execute("drop table larder_schema_history");
    database.execute("alter table workspace_files add column extra integer");
    database.migrate();
    assertThat(database.text(HISTORY)).contains("0");
  }

  @Test
  void aTableThatLacksColumnsIsRefusedNamingThem() {
    database.execute("create table workspace_files (id uuid, path varchar(1000), content text)");
    assertThatThrownBy(database::migrate)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("larder.db.url=")
        .hasMessageContaining("lacks the columns content_hash, content_type, created_at");
    assertThat(database.text(HISTORY)).contains("0");
  }
}
