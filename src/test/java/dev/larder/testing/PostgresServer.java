package dev.larder.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL on a free loopback port, with as many empty databases as tests ask for. It can
 * be taken away and brought back with its data.
 *
 * <p>Not thread-safe but for {@link #newDatabase}.
 */
public final class PostgresServer implements AutoCloseable {

  /**
   * An empty database.
   *
   * @param url of JDBC, without user and password
   */
  public record Database(String url, String user, String password) {

    /** A new connection, for looking at the tables from outside. */
    public Connection connect() throws SQLException {
      return DriverManager.getConnection(url, user, password);
    }
  }

  private final int port = TestPlace.freePort();
  private final Path directory = TestPlace.newDirectory("postgres");
  private final AtomicInteger databases = new AtomicInteger();
  private @Nullable EmbeddedPostgres postgres;

  private PostgresServer() {}

  /** Starts a server and waits until it answers. */
  public static PostgresServer start() {
    PostgresServer server = new PostgresServer();
    server.restart();
    return server;
  }

  public int port() {
    return port;
  }

  /** Makes a new, empty database. */
  public Database newDatabase() {
    String name = "larder" + databases.incrementAndGet();
    try (Connection connection = database("postgres").connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the database " + name, e);
    }
    return database(name);
  }

  /** Stops the server; its data stays for {@link #restart}. */
  public void stop() {
    if (postgres != null) {
      try {
        postgres.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      postgres = null;
    }
  }

  /** Starts the server again on the same port, with the data it had. */
  public void restart() {
    stop();
    try {
      postgres =
          EmbeddedPostgres.builder()
              .setPort(port)
              .setDataDirectory(directory.resolve("data"))
              .setCleanDataDirectory(false)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  private Database database(String name) {
    return new Database("jdbc:postgresql://127.0.0.1:" + port + "/" + name, "postgres", "postgres");
  }
}
