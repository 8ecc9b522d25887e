package dev.larder.requirements;

import dev.larder.requirements.DatabaseSettings.Vendor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * A look at a data source of the server, before Larder works on it: what database it is, and
 * whether Larder's statements mean there what they should.
 */
final class ServerDatabase {

  /** Options of H2 without which Larder's statements fail or mean something else. */
  private static final Map<String, String> H2_NEEDS =
      new TreeMap<>(Map.of("MODE", "PostgreSQL", "DATABASE_TO_LOWER", "TRUE"));

  private final String name;
  private final DataSource dataSource;

  /**
   * Makes it.
   *
   * @param name in the server's directory
   */
  ServerDatabase(String name, DataSource dataSource) {
    this.name = name;
    this.dataSource = dataSource;
  }

  /**
   * Looks what it is.
   *
   * @throws IllegalArgumentException when Larder cannot work there, saying why
   * @throws IllegalStateException when the database does not answer
   */
  Database look() {
    String setting = DatabaseName.KEY + "=" + name;
    try (Connection connection = dataSource.getConnection()) {
      Vendor vendor = vendor(connection.getMetaData().getDatabaseProductName());
      if (vendor == Vendor.H2) {
        checkH2(connection);
      }
      return new Database(dataSource, vendor, setting);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "the database " + setting + " cannot be used: " + e.getMessage(), e);
    }
  }

  private Vendor vendor(String product) {
    return switch (product) {
      case "H2" -> Vendor.H2;
      case "PostgreSQL" -> Vendor.POSTGRESQL;
      default -> throw refused("is a database of " + product + ", which is not supported");
    };
  }

  private void checkH2(Connection connection) throws SQLException {
    Map<String, String> found = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select setting_name, setting_value from information_schema.settings")) {
      while (rows.next()) {
        found.put(rows.getString(1), rows.getString(2));
      }
    }
    H2_NEEDS.forEach(
        (option, value) -> {
          String other = found.getOrDefault(option, "nothing");
          if (!value.equalsIgnoreCase(other)) {
            throw refused(
                "is an H2 in which Larder's statements do not work, with "
                    + option
                    + "="
                    + other
                    + "; its URL needs ;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE");
          }
        });
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        DatabaseName.KEY + "=" + name + " " + why + "; allowed is " + DatabaseName.ALLOWED);
  }
}
