package dev.larder.requirements;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for Larder's own database when the server's is used: it makes no connection. Its
 * declaration is part of the application and stays.
 */
final class UnusedDataSource implements XADataSource {

  @Override
  public XAConnection getXAConnection() throws SQLException {
    throw new SQLException("the service works on the data source of " + DatabaseName.KEY);
  }

  @Override
  public XAConnection getXAConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    return getXAConnection();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    // There is nothing to be logged.
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // There is nothing to wait for.
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("dev.larder.requirements");
  }

  @Override
  public String toString() {
    return "none: " + DatabaseName.KEY + " names a data source of the server";
  }
}
