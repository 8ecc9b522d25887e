package dev.larder.requirements;

import dev.larder.testing.LarderServer;
import dev.larder.testing.PostgresServer;
import dev.larder.testing.ServerKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/**
 * A data source that an administrator makes in the server, by the commands that {@code
 * docs/server-resources.md} names.
 *
 * @param jndi its name
 * @param commands which make it
 */
record ServerPool(String jndi, List<String> commands) {

  /** What the connections of the pool are known as to PostgreSQL. */
  static final String APPLICATION = "pool-of-the-server";

  /** What H2 needs for Larder. */
  static final String H2_OPTIONS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";

  /** As the page of resources says: connections are checked before they are handed out. */
  private static final String SET = "set resources.jdbc-connection-pool.larder.";

  /** A pool of connections to PostgreSQL, in the server's transactions. */
  static ServerPool postgres(ServerKind kind, PostgresServer.Database database) {
    URI url = URI.create(database.url().substring("jdbc:".length()));
    String name = url.getPath().substring(1);
    if (kind == ServerKind.WILDFLY) {
      String jndi = "java:jboss/datasources/larder";
      return new ServerPool(
          jndi,
          List.of(
              "/subsystem=datasources/jdbc-driver=postgresql:add(driver-name=postgresql,"
                  + "driver-module-name=larder.test,"
                  + "driver-xa-datasource-class-name=org.postgresql.xa.PGXADataSource)",
              "xa-data-source add --name=larder --jndi-name="
                  + jndi
                  + " --driver-name=postgresql --user-name="
                  + database.user()
                  + " --password="
                  + database.password()
                  + " --max-pool-size=7 --xa-datasource-properties={ServerName="
                  + url.getHost()
                  + ",PortNumber="
                  + url.getPort()
                  + ",DatabaseName="
                  + name
                  + ",ApplicationName="
                  + APPLICATION
                  + "}"));
    }
    return payara(
        "org.postgresql.xa.PGXADataSource",
        "javax.sql.XADataSource",
        "serverName="
            + url.getHost()
            + ":portNumber="
            + url.getPort()
            + ":databaseName="
            + name
            + ":user="
            + database.user()
            + ":password="
            + database.password()
            + ":applicationName="
            + APPLICATION);
  }

  /**
   * A pool of connections to an H2, with the server's own driver.
   *
   * @param options of the URL, each with a semicolon before
   */
  static ServerPool h2(ServerKind kind, Path file, String options) {
    String url = "jdbc:h2:file:" + file + options;
    if (kind == ServerKind.WILDFLY) {
      String jndi = "java:jboss/datasources/larder";
      return new ServerPool(
          jndi,
          List.of(
              "data-source add --name=larder --jndi-name="
                  + jndi
                  + " --driver-name=h2 --user-name=sa --password=sa --connection-url=\""
                  + url
                  + "\""));
    }
    return payara(
        "org.h2.jdbcx.JdbcDataSource",
        "javax.sql.XADataSource",
        "user=sa:password=sa:url=" + url.replace(":", "\\:").replace("=", "\\="));
  }

  private static ServerPool payara(String driver, String type, String properties) {
    String jndi = "jdbc/larder";
    return new ServerPool(
        jndi,
        List.of(
            "create-jdbc-connection-pool --datasourceclassname "
                + driver
                + " --restype "
                + type
                + " --steadypoolsize 1 --maxpoolsize 7 --property "
                + properties
                + " larder",
            "create-jdbc-resource --connectionpoolid larder " + jndi,
            SET + "connection-validation-method=custom-validation",
            SET
                + "validation-classname="
                + "org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation",
            SET + "validate-atmost-once-period-in-seconds=1",
            // Last: it is refused where no method is chosen.
            SET + "is-connection-validation-required=true"));
  }

  /** Lets a server have the pool, and Larder use it. */
  LarderServer.Builder in(LarderServer.Builder server) {
    return server.commands(commands).library(driver()).set("larder.db.jndi", jndi);
  }

  /** The jar with the driver of PostgreSQL. */
  private static Path driver() {
    try {
      return Path.of(
          org.postgresql.Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
