package dev.larder.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.testing.PostgresServer.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresServerIT {

  private static PostgresServer server;

  @BeforeAll
  static void start() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyNewDatabaseIsEmptyAndApartFromTheOthers() throws SQLException {
    Database one = server.newDatabase();
    Database two = server.newDatabase();
    execute(one, "create table t (n int)");
    assertThatThrownBy(() -> execute(two, "insert into t values (1)"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void aStoppedServerComesBackWithItsData() throws SQLException {
    Database database = server.newDatabase();
    execute(database, "create table t (n int)");
    execute(database, "insert into t values (7)");
    server.stop();
    assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
    server.restart();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select n from t")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(7);
    }
  }

  private static void execute(Database database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
