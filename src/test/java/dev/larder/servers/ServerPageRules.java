package dev.larder.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.testing.Command;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import redis.clients.jedis.Jedis;

/**
 * What holds on every server once its page in {@code server-config} has been followed: the shell
 * blocks that the page prints are run in their order, with paths replaced and nothing else, on a
 * fresh copy of the server, against a PostgreSQL and a Redis with TLS.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ServerPageRules {

  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
  private static final String WRITTEN = "# kept by the page's test\nflask==3.0.0\n";

  private final String page;
  private final String pageFolder;
  private final boolean administered;
  private final List<String> said = new ArrayList<>();

  private PageSetting setting;
  private Path server;
  private List<String> blocks;
  private CommandLines commandLines;
  private HttpClient client;
  private ProcessHandle process;
  private Map<String, String> setUp;

  /**
   * Says which page.
   *
   * @param page the folder in {@code server-config}
   * @param pageFolder the folder of the server as the page prints it
   * @param administered whether the server has an administration port
   */
  ServerPageRules(String page, String pageFolder, boolean administered) {
    this.page = page;
    this.pageFolder = pageFolder;
    this.administered = administered;
  }

  /** Puts an unpacked server into a folder that is not there yet. */
  abstract void unpack(Path folder) throws Exception;

  /** The files of the server that are its configuration, besides {@code larder}. */
  abstract Map<String, String> configuration(Path folder) throws Exception;

  @BeforeAll
  void followThePage() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "reads /proc, as Linux has it");
    setting = new PageSetting(page + "-page");
    server = setting.directory.resolve("server");
    unpack(server);
    blocks = blocks();
    assertThat(blocks).as("settings, set-up, run, stop").hasSize(4);
    commandLines = CommandLines.watched();
    client = HttpClient.newBuilder().sslContext(trusting()).build();
    run(blocks.get(0));
    run(blocks.get(1));
    setUp = snapshot();
    run(blocks.get(2));
    long pid = Long.parseLong(Files.readString(server.resolve("larder/run.pid")).strip());
    process = ProcessHandle.of(pid).orElseThrow();
  }

  @AfterAll
  void end() {
    if (process != null) {
      List<ProcessHandle> all = tree(process);
      all.forEach(ProcessHandle::destroyForcibly);
    }
    if (commandLines != null) {
      commandLines.close();
    }
    if (setting != null) {
      setting.close();
    }
  }

  @Test
  @Order(1)
  void thePageFitsOnOneScreenAndItsCheckSaysThatTheServiceServesCachesAndAsksForPasswords()
      throws Exception {
    assertThat(Files.readAllLines(page())).hasSizeLessThanOrEqualTo(60);
    assertThat(said.get(2))
        .contains("ok  GET /health: 200", "without a password: 401", "Larder; hit")
        .endsWith("serves, caches and asks for passwords\n");
  }

  @Test
  @Order(1)
  void requestsAreServedCachedAndAuthenticatedOverTls() throws Exception {
    assertThat(admin("PUT", "/larder/api/requirements", WRITTEN).statusCode()).isEqualTo(200);
    assertThat(admin("GET", "/larder/api/requirements", "").statusCode()).isEqualTo(200);
    HttpResponse<String> hit = admin("GET", "/larder/api/requirements", "");
    assertThat(hit.body()).contains("flask==3.0.0");
    assertThat(hit.headers().firstValue("Cache-Status").orElse("")).contains("Larder; hit");

    problem(401, "unauthenticated", ask("GET", "/larder/api/entries/x", "", null));
    problem(401, "unauthenticated", ask("GET", "/larder/api/entries/x", "", "Bearer wrong"));
    String reader = "Bearer " + PageSetting.TOKEN;
    problem(403, "forbidden", ask("PUT", "/larder/api/entries/x", "x", reader));
    assertThat(ask("GET", "/larder/api/stats", "", reader).statusCode()).isEqualTo(200);
  }

  @Test
  @Order(1)
  void whatIsTooLargeIsRefusedByLarderAndNotCutOffByTheServer() throws Exception {
    String tooLarge = "x".repeat(9 << 20);
    problem(413, "value-too-large", admin("PUT", "/larder/api/entries/large", tooLarge));
    problem(413, "body-too-large", admin("PUT", "/larder/api/entries/large", tooLarge.repeat(2)));
    String allowed = "y".repeat(8 << 20);
    assertThat(admin("PUT", "/larder/api/entries/large", allowed).statusCode()).isEqualTo(204);
    assertThat(admin("GET", "/larder/api/entries/large", "").body()).isEqualTo(allowed);
  }

  @Test
  @Order(1)
  void noAnswerNamesTheServerAndThoseOfLarderAskForTls() throws Exception {
    for (String path : List.of("/larder/api/health", "/larder/", "/larder/api/entries/x")) {
      HttpResponse<String> answer = ask("GET", path, "", null);
      assertThat(answer.headers().firstValue("Strict-Transport-Security"))
          .as(path)
          .hasValueSatisfying(value -> assertThat(value).contains("max-age=31536000"));
      unnamed(answer);
    }
    unnamed(ask("GET", "/nothing-here", "", null));
    HttpResponse<String> plain =
        client.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + setting.httpPort + "/larder/api/health"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(plain.statusCode()).isEqualTo(200);
    assertThat(plain.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(plain.headers().map()).doesNotContainKey("strict-transport-security");
    unnamed(plain);
  }

  @Test
  @Order(2)
  void dataIsInPostgresqlAndInRedisOverTls() throws Exception {
    assertThat(admin("PUT", "/larder/api/requirements", WRITTEN).statusCode()).isEqualTo(200);
    assertThat(admin("PUT", "/larder/api/entries/of-the-page", "kept").statusCode()).isEqualTo(204);
    try (Connection connection = setting.connectToDatabase();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select count(*) from workspace_files where content like '%flask==3.0.0%'")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isOne();
    }
    try (Jedis jedis = setting.connectToRedis()) {
      assertThat(jedis.exists("of-the-page")).isTrue();
      // Of the kinds of connection that there are, Larder's come over TLS: not from the plain port.
      assertThat(jedis.clientList().lines().filter(line -> !line.contains("cmd=client")).toList())
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).doesNotContain("laddr=127.0.0.1:" + plainPort()));
    }
  }

  @Test
  @Order(2)
  void onlyTheTlsPortIsReachedFromOutsideAndTheAdministrationFromThisMachine() {
    Listeners listeners = Listeners.of(process);
    assertThat(listeners.outside()).containsExactly(setting.httpsPort);
    assertThat(listeners.loopback()).contains(setting.httpPort);
    if (administered) {
      assertThat(listeners.loopback()).contains(setting.adminPort);
    }
  }

  @Test
  @Order(3)
  void noCommandLineAndNoFileOfTheServerHasAPassword() throws Exception {
    List<String> secrets = new ArrayList<>(setting.secrets());
    secrets.add(PageSetting.TOKEN);
    for (String line : Files.readAllLines(server.resolve("larder/server.env"))) {
      secrets.add(line.substring(line.indexOf('=') + 1));
    }
    assertThat(secrets).hasSizeGreaterThanOrEqualTo(5);
    assertThat(commandLines.saw(server.toString())).as("the server was watched").isTrue();
    assertThat(commandLines.with(secrets)).isEmpty();
    assertThat(said).noneMatch(text -> secrets.stream().anyMatch(text::contains));
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(server)) {
      all.filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(server.resolve("larder")))
          .filter(file -> !file.toString().matches(".*\\.(jar|war|zip|rar|class|so|dll)"))
          .forEach(files::add);
    }
    if (Files.exists(server.resolve("larder/root"))) {
      try (Stream<Path> all = Files.walk(server.resolve("larder/root"))) {
        all.filter(Files::isRegularFile).forEach(files::add);
      }
    }
    for (Path file : files) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertThat(secrets.stream().filter(text::contains)).as(file.toString()).isEmpty();
    }
  }

  @Test
  @Order(4)
  void aSetUpOfARunningServerIsRefused() throws Exception {
    assertThatThrownBy(() -> run(blocks.get(1))).hasMessageContaining("is running; stop it first");
    assertThat(ask("GET", "/larder/api/health", "", null).statusCode()).isEqualTo(200);
  }

  @Test
  @Order(5)
  void stoppingItEndsItsProcesses() throws Exception {
    List<ProcessHandle> all = tree(process);
    run(blocks.get(3));
    await("the end of the server")
        .atMost(Duration.ofSeconds(90))
        .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  @Order(6)
  void wrongInputIsRefusedInWordsAndChangesNothing() throws Exception {
    Path settings = setting.configuration.resolve("larder.env");
    String right = Files.readString(settings);
    Map<String, String> before = snapshot();
    String command = blocks.get(1);
    try {
      refused(command.replace("larder.war", "no.war"), "there is no file", "no.war");
      refused(
          command.replace(server + " ", setting.directory + " "), "is not the folder", "it has no");
      refused(command.replace("larder.env", "no.env"), "there is no file", "no.env");
      Files.writeString(settings, right.replaceAll("(?m)^JAVA_HOME=.*$", "JAVA_HOME=/nowhere"));
      refused(command, "JAVA_HOME=/nowhere has no bin/java", "");
      Files.writeString(settings, right.replaceAll("(?m)^JAVA_HOME=.*$", ""));
      refused("unset JAVA_HOME; " + command, "JAVA_HOME is not set", "");
      Files.writeString(settings, right.replaceAll("(?m)(^LARDER_DB_PASSWORD=).*$", "$1<this>"));
      refused(command, "LARDER_DB_PASSWORD still has a <placeholder>", "");
      Files.writeString(settings, right.replaceAll("(?m)(^SERVER_TLS_KEY=).*$", "$1/dev/null"));
      refused(command, "is no key in PEM", "");
      Files.writeString(settings, right);
      run("chmod 640 " + settings);
      refused(command, "other users can read it", "chmod 600");
    } finally {
      Files.writeString(settings, right);
      run("chmod 600 " + settings);
    }
    assertThat(snapshot()).isEqualTo(before);
  }

  @Test
  @Order(7)
  void theSetUpMayBeRepeatedAndChangesNothing() throws Exception {
    assertThat(setUp).isNotEmpty();
    run(blocks.get(1));
    assertThat(snapshot()).isEqualTo(setUp);
  }

  private void refused(String command, String first, String second) {
    assertThatThrownBy(() -> run(command))
        .isInstanceOf(IllegalStateException.class)
        .message()
        .contains("setup.sh: ")
        .contains(first)
        .contains(second)
        .doesNotContain(setting.secrets());
  }

  private int plainPort() {
    try (Jedis jedis = setting.connectToRedis()) {
      return Integer.parseInt(jedis.configGet("port").get("port"));
    }
  }

  private Path page() {
    return Path.of("server-config", page, "README.md");
  }

  private List<String> blocks() throws IOException {
    List<String> found = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(Files.readString(page()));
    while (matcher.find()) {
      found.add(
          matcher
              .group(1)
              .replace(pageFolder, server.toString())
              .replace("/etc/larder", setting.configuration.toString())
              .replace("target/larder.war", required("larder.test.war").toString()));
    }
    return found;
  }

  private void run(String block) {
    said.add(
        Command.run(
            Path.of("").toAbsolutePath(),
            PATIENCE,
            Map.of("EDITOR", setting.editor().toString()),
            List.of("bash", "-euo", "pipefail", "-c", block)));
  }

  /** What Larder's folder and the server's configuration say, secrets and dates of files apart. */
  private Map<String, String> snapshot() throws Exception {
    Map<String, String> files = new TreeMap<>(configuration(server));
    try (Stream<Path> own = Files.list(server.resolve("larder"))) {
      for (Path file : own.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("run.pid")) {
          files.put(
              file.getFileName().toString(),
              new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                  + Files.getPosixFilePermissions(file));
        }
      }
    }
    return files;
  }

  private HttpResponse<String> admin(String method, String path, String body) throws Exception {
    String login = "admin:" + setting.adminPassword;
    byte[] bytes = login.getBytes(StandardCharsets.UTF_8);
    return ask(method, path, body, "Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  private HttpResponse<String> ask(String method, String path, String body, @Nullable String login)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + setting.httpsPort + path))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                method.equals("PUT")
                    ? HttpRequest.BodyPublishers.ofString(body)
                    : HttpRequest.BodyPublishers.noBody())
            .header("Content-Type", "text/plain");
    if (login != null) {
      request.header("Authorization", login);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void problem(int status, String type, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("/problems/" + type + "\"");
  }

  private static void unnamed(HttpResponse<String> answer) {
    assertThat(answer.headers().map())
        .as(answer.uri().toString())
        .doesNotContainKeys("server", "x-powered-by");
  }

  private SSLContext trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(setting.configuration.resolve("fullchain.pem"))) {
      trusted.setCertificateEntry(
          "larder", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static List<ProcessHandle> tree(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants()).toList();
  }

  /** A file or folder that the build made, named by a system property. */
  static Path required(String property) {
    String value = System.getProperty(property);
    if (value == null || !Files.exists(Path.of(value))) {
      throw new IllegalStateException(property + " is " + value);
    }
    return Path.of(value).toAbsolutePath();
  }

  /** Copies an unpacked server, with its permissions. */
  static void copy(Path from, Path to) {
    Command.run(
        from,
        Duration.ofMinutes(5),
        Map.of(),
        List.of("cp", "-Rp", from.toString(), to.toString()));
  }
}
