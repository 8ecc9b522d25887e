package dev.larder.servers;

import dev.larder.testing.Command;
import dev.larder.testing.PostgresServer;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.TestPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import redis.clients.jedis.Jedis;

/** What a page takes for granted: a certificate, a PostgreSQL, a Redis with TLS, and its values. */
final class PageSetting implements AutoCloseable {

  static final String TOKEN = "token-of-a-worker-" + UUID.randomUUID();

  /** With characters that shells, files of settings and curl treat in their own way. */
  final String adminPassword = "Adm1n $x&y#\"'`!" + UUID.randomUUID();

  final String databasePassword = "Db$&#" + UUID.randomUUID();
  final String redisPassword = "redis-" + UUID.randomUUID();
  final Path directory;
  final Path configuration;
  final int httpPort = TestPlace.freePort();
  final int httpsPort = TestPlace.freePort();
  final int adminPort = TestPlace.freePort();

  private final PostgresServer postgres = PostgresServer.start();
  private final PostgresServer.Database database = postgres.newDatabase();
  private final RedisProcess redis;

  PageSetting(String name) throws Exception {
    directory = TestPlace.newDirectory(name);
    configuration = Files.createDirectories(directory.resolve("etc-larder"));
    certificate();
    int redisTlsPort = TestPlace.freePort();
    redis =
        RedisProcess.start(
            "--tls-port",
            Integer.toString(redisTlsPort),
            "--tls-cert-file",
            file("fullchain.pem"),
            "--tls-key-file",
            file("privkey.pem"),
            "--tls-auth-clients",
            "no");
    // Not as an argument: no command line shows the password.
    try (Jedis jedis = new Jedis("127.0.0.1", redis.port())) {
      jedis.configSet("requirepass", redisPassword);
    }
    String databaseName = database.url().replaceAll(".*/", "");
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create role larder login password '" + databasePassword + "'");
      statement.execute("alter database " + databaseName + " owner to larder");
      statement.execute("grant all on schema public to larder");
    }
    fillIn(redisTlsPort, databaseName);
  }

  /** The editor that fills in what is in angle brackets, and sets the ports. */
  Path editor() {
    return directory.resolve("editor.sh");
  }

  Connection connectToDatabase() throws Exception {
    return database.connect();
  }

  Jedis connectToRedis() {
    Jedis jedis = new Jedis("127.0.0.1", redis.port());
    jedis.auth(redisPassword);
    return jedis;
  }

  List<String> secrets() {
    return List.of(adminPassword, databasePassword, redisPassword);
  }

  @Override
  public void close() {
    redis.close();
    postgres.close();
  }

  private void fillIn(int redisTlsPort, String databaseName) throws Exception {
    String filled =
        Files.readString(Path.of("server-config", "larder.env"))
            .replace("<folder of a JDK 17 or 21>", System.getProperty("java.home"))
            .replace("<password of admin>", adminPassword)
            .replace(
                "<host of postgresql>:5432/larder",
                "127.0.0.1:" + postgres.port() + "/" + databaseName)
            .replace("<password of the database>", databasePassword)
            .replace("<password of redis>", redisPassword)
            .replace("<host of redis>:6379", "localhost:" + redisTlsPort)
            .replace("/etc/larder", configuration.toString())
            .replace("/var/lib/larder", directory.resolve("data").toString())
            .replace("HTTPS_PORT=8443", "HTTPS_PORT=" + httpsPort)
            .replace("HTTP_PORT=8080", "HTTP_PORT=" + httpPort)
            .replace("ADMIN_PORT=9990", "ADMIN_PORT=" + adminPort);
    filled +=
        "LARDER_SECURITY_TOKEN_WORKER_SHA256="
            + HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256")
                        .digest(TOKEN.getBytes(StandardCharsets.UTF_8)))
            + "\nLARDER_SECURITY_TOKEN_WORKER_ROLES=reader\n";
    Path values = Files.writeString(directory.resolve("filled-in.env"), filled);
    Path editor =
        Files.writeString(
            editor(), "#!/bin/sh\nset -eu\ncat '" + values + "' >\"$1\"\n", StandardCharsets.UTF_8);
    if (!editor.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + editor + " executable");
    }
  }

  private void certificate() throws IOException {
    Command.run(
        configuration,
        Duration.ofSeconds(60),
        Map.of(),
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-keyout",
            "privkey.pem",
            "-out",
            "fullchain.pem",
            "-days",
            "30",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost"));
    Files.copy(configuration.resolve("fullchain.pem"), configuration.resolve("redis-ca.pem"));
  }

  private String file(String name) {
    return configuration.resolve(name).toString();
  }
}
