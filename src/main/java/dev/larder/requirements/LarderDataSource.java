package dev.larder.requirements;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.xa.PGXADataSource;

/**
 * The database of the service as MicroProfile Config describes it: H2 or PostgreSQL, in the
 * server's transactions. Server-independent, so that no server needs a data source configured. It
 * is no database at all when {@code larder.db.jndi} names a data source of the server. Thread-safe;
 * the server pools its connections.
 */
public class LarderDataSource implements XADataSource {

  private static final int CONNECT_SECONDS = 10;

  /** Longer than any statement of Larder may take; a server that is gone is noticed by it. */
  private static final int SOCKET_SECONDS = 60;

  private final String description;
  private final XADataSource delegate;

  /**
   * Reads the configuration of the application.
   *
   * @throws IllegalArgumentException if it is wrong, naming the key
   */
  public LarderDataSource() {
    this(ConfigProvider.getConfig());
  }

  LarderDataSource(Config config) {
    if (DatabaseName.isGiven(config)) {
      this.delegate = nothing();
      this.description = "nothing, but what " + DatabaseName.KEY + " names";
    } else {
      DatabaseSettings settings = DatabaseSettings.of(config);
      this.delegate =
          switch (settings.vendor()) {
            case H2 -> h2(settings);
            case POSTGRESQL -> postgres(settings);
          };
      this.description = settings.toString();
    }
  }

  /**
   * Payara connects to a declared data source whether it is used or not: it finds an empty database
   * in memory, which ends with its connection.
   */
  private static XADataSource nothing() {
    JdbcDataSource nothing = new JdbcDataSource();
    nothing.setURL("jdbc:h2:mem:");
    return nothing;
  }

  private static XADataSource h2(DatabaseSettings settings) {
    settings.dataDirectory().ifPresent(LarderDataSource::make);
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL(settings.url());
    h2.setUser(settings.user());
    h2.setPassword(settings.password());
    return h2;
  }

  private static XADataSource postgres(DatabaseSettings settings) {
    PGXADataSource postgres = new PGXADataSource();
    postgres.setURL(settings.url());
    if (!settings.user().isEmpty()) {
      postgres.setUser(settings.user());
    }
    if (!settings.password().isEmpty()) {
      postgres.setPassword(settings.password());
    }
    if (!settings.url().contains("connectTimeout=")) {
      postgres.setConnectTimeout(CONNECT_SECONDS);
    }
    if (!settings.url().contains("socketTimeout=")) {
      postgres.setSocketTimeout(SOCKET_SECONDS);
    }
    if (!settings.url().contains("tcpKeepAlive=")) {
      postgres.setTcpKeepAlive(true);
    }
    if (!settings.url().contains("ApplicationName=")) {
      postgres.setApplicationName("larder");
    }
    return postgres;
  }

  /** Makes the directory, which only its owner may look into, where the file system knows that. */
  private static void make(Path directory) {
    try {
      boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
      FileAttribute<?>[] attributes =
          posix
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
              }
              : new FileAttribute<?>[0];
      Files.createDirectories(directory, attributes);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "larder.data-dir=" + directory + ": the directory cannot be made: " + e.getMessage(), e);
    }
  }

  /** The prefix of the keys, for servers that demand a property; there is only one. */
  public String getPrefix() {
    return "larder.db";
  }

  /**
   * Takes the prefix of the keys.
   *
   * @throws IllegalArgumentException if it is not {@code larder.db}
   */
  public void setPrefix(String prefix) {
    if (!prefix.equals(getPrefix())) {
      throw new IllegalArgumentException("the settings of the database are under larder.db");
    }
  }

  @Override
  public XAConnection getXAConnection() throws SQLException {
    return delegate.getXAConnection();
  }

  /** As without user and password: which ones are used is a matter of configuration. */
  @Override
  public XAConnection getXAConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    return getXAConnection();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() throws SQLException {
    return delegate.getLogWriter();
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    delegate.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    delegate.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return delegate.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("dev.larder.requirements");
  }

  /** The settings without the password. */
  @Override
  public String toString() {
    return "LarderDataSource[" + description + "]";
  }
}
