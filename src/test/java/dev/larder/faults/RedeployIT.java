package dev.larder.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.testing.EmbeddedWar;
import dev.larder.testing.FaultFigures;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.PostgresServer;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.SampleApplication;
import dev.larder.testing.ServerHost;
import dev.larder.testing.TestPlace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * The service and an application that embeds Larder are deployed and undeployed again and again in
 * one running server, {@code -Dlarder.redeploys} times. What the server keeps of any application is
 * seen from one without Larder, and not put down to Larder.
 */
@Feature("Redeploy and stop: nothing is left")
class RedeployIT {

  private static final int TIMES = Integer.getInteger("larder.redeploys", 3);
  private static final String PASSWORD = "redeploy-password";

  /** How many people look at the console at the moment of the undeploy. */
  private static final int STREAMS = 3;

  /** More than any of the servers has by default on a small machine. */
  private static final int REQUEST_THREADS =
      Math.max(40, 20 * Runtime.getRuntime().availableProcessors());

  /**
   * What servers and libraries say of what an application has left. Not Weld's WELD-000714:
   * Undertow tells no listener that a request has ended when its application is being stopped
   * ({@code ApplicationListeners.requestDestroyed}), so that the thread's counter of Weld stands at
   * 1 until its next request. Whether a class loader is held by it, too, the heap dump tells.
   */
  private static final Pattern COMPLAINT =
      Pattern.compile(
          "(?i)(?!.*WELD-000714).*"
              + "(?:leak|failed to (?:stop|unregister|remove)|still processing).*");

  private static final Pattern OURS =
      Pattern.compile("(?i)larder|jedis|caffeine|flyway|postgres|h2 |micrometer");

  private final HttpClient client = HttpClient.newHttpClient();
  private RedisProcess redis;
  private PostgresServer postgres;
  private PostgresServer.Database database;
  private ServerHost host;

  /** The bodies of event streams that are open. */
  private final List<InputStream> streams = new ArrayList<>();

  @AfterEach
  void close() {
    if (host != null) {
      host.close();
    }
    if (postgres != null) {
      postgres.close();
    }
    if (redis != null) {
      redis.close();
    }
  }

  private void start() {
    redis = RedisProcess.start();
    postgres = PostgresServer.start();
    database = postgres.newDatabase();
    Map<String, String> settings = new HashMap<>();
    settings.put("larder.cache.type", "tiered");
    settings.put("larder.cache.url", redis.url());
    settings.put("larder.db.url", database.url());
    settings.put("larder.db.user", database.user());
    settings.put("larder.db.password", database.password());
    settings.put("larder.data-dir", TestPlace.newDirectory("redeploy").toString());
    settings.put("larder.security.admin-password", PASSWORD);
    host = ServerHost.start(settings);
  }

  /** The database is a file that one process at a time has open: H2 refuses a second one. */
  @Test
  void theFileOfTheDatabaseIsFreeAfterEachUndeployAndTheRequirementsStay() throws SQLException {
    Path data = TestPlace.newDirectory("redeploy");
    host =
        ServerHost.start(
            Map.of("larder.data-dir", data.toString(), "larder.security.admin-password", PASSWORD));
    String url =
        "jdbc:h2:file:"
            + data.resolve("larder")
            + ";IFEXISTS=TRUE;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
    String saved = "";
    for (int i = 0; i <= TIMES; i++) {
      host.deploy("larder", Path.of(System.getProperty("larder.test.war")));
      if (i > 0) {
        assertThat(admin().get("api/requirements").json().get("content").textValue())
            .isEqualTo(saved);
      }
      saved = "redeployed==" + i + "\n";
      assertThat(admin().putText("api/requirements", saved).status()).isEqualTo(200);
      if (i == TIMES) {
        host.stop();
      } else {
        host.undeploy("larder");
      }
      await("the file of the database is free").until(() -> isFree(url));
    }
    assertThat(contentIn(url)).isEqualTo(saved);
    assertThat(complaints()).isEmpty();
  }

  private static boolean isFree(String url) {
    try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      if (e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
        return false;
      }
      throw new IllegalStateException(e);
    }
  }

  private static String contentIn(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select content from workspace_files")) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** What the server says of what applications have left behind. */
  private List<String> complaints() {
    return host.log()
        .lines()
        .filter(line -> COMPLAINT.matcher(line).matches())
        // Payara looks for drivers in a class loader that it makes for that and throws away.
        .filter(line -> !line.contains("registered the JDBC driver"))
        .toList();
  }

  private LarderClient admin() {
    return LarderClient.of(URI.create("http://127.0.0.1:" + host.port() + "/larder/"))
        .as("admin", PASSWORD);
  }

  /**
   * An application without Larder goes first, in between and last. The JVM and the server keep the
   * class loader of the last one that used this or that, such as the last that compared records,
   * which is this one then; and Payara 6.2025.10 keeps that of each deployment that used a data
   * source in a managed executor, as this one does, which is measured first and taken off.
   */
  @Test
  void afterTheLastUndeployNothingOfLarderIsLeftAndAStopEndsWhatIsDeployed() {
    start();
    Path plain =
        EmbeddedWar.withoutLarder("plain")
            .classes(SampleApplication.class, PlainResource.class)
            .library(JdbcDataSource.class)
            .make();
    Path sample =
        EmbeddedWar.named("sample").classes(SampleApplication.class, OutageResource.class).make();
    Path larder = Path.of(System.getProperty("larder.test.war"));
    times(1, "plain", plain, this::usePlain);
    long begin = host.inventory().classLoaders();
    times(TIMES, "plain", plain, this::usePlain);
    ServerHost.Inventory before = settled(begin + TIMES);
    long keptOfPlain = before.classLoaders() - begin;
    long keptOfOne = keptOfPlain / TIMES;

    times(TIMES, "sample", sample, this::useSample);
    times(1, "plain", plain, this::usePlain);
    ServerHost.Inventory afterSample = settled(before.classLoaders() + keptOfOne);
    long keptOfSample = afterSample.classLoaders() - before.classLoaders() - keptOfOne;

    times(TIMES, "larder", larder, this::useService);
    times(1, "plain", plain, this::usePlain);
    ServerHost.Inventory after = settled(afterSample.classLoaders() + keptOfOne);
    long keptOfService = after.classLoaders() - afterSample.classLoaders() - keptOfOne;

    List<String> threads = ours(before.threads(), after.threads());
    List<String> mbeans = ours(before.mbeans(), after.mbeans());
    FaultFigures.record(
        "redeploy",
        "times",
        TIMES,
        "threads-left",
        threads.size(),
        "mbeans-left",
        mbeans.size(),
        "connections-left",
        redisClients() + databaseClients(),
        "class-loaders-left-of-embedding-application",
        keptOfSample,
        "class-loaders-left-of-service",
        keptOfService,
        "class-loaders-left-of-application-without-larder",
        keptOfPlain);
    if (keptOfSample + keptOfService > 0) {
      System.out.println("What holds the class loaders can be seen in " + host.heapDump());
    }
    assertThat(threads).as("threads").isEmpty();
    assertThat(mbeans).as("MBeans").isEmpty();
    assertThat(keptOfSample).as("class loaders of the embedding application").isZero();
    assertThat(keptOfService).as("class loaders of the service").isZero();

    host.deploy("larder", larder);
    useService();
    host.stop();
    assertThatTheStreamsHaveEnded();
    assertThat(redisClients()).isZero();
    assertThat(databaseClients()).isZero();
    assertThat(savedIn(database)).isEqualTo("flask\n");
    assertThat(complaints()).isEmpty();
  }

  private void times(int times, String name, Path war, Runnable use) {
    for (int i = 0; i < times; i++) {
      host.deploy(name, war);
      use.run();
      host.undeploy(name);
      assertThatTheStreamsHaveEnded();
      await("connections to Redis end").until(() -> redisClients() == 0);
      await("connections to PostgreSQL end").until(() -> databaseClients() == 0);
    }
  }

  /**
   * Waits until no more class loaders are left, at most for 75 s: the server's scheduler keeps
   * tasks that were cancelled for ten seconds, its executor keeps idle threads for a minute, and
   * those the application that was the first to use them.
   */
  private ServerHost.Inventory settled(long loaders) {
    AtomicReference<ServerHost.Inventory> last = new AtomicReference<>(host.inventory());
    try {
      await()
          .atMost(Duration.ofSeconds(75))
          .pollInterval(Duration.ofSeconds(2))
          .until(
              () -> {
                last.set(host.inventory());
                return last.get().classLoaders() <= loaders;
              });
    } catch (ConditionTimeoutException e) {
      // What is left is judged by the caller.
      return last.get();
    }
    return last.get();
  }

  private void usePlain() {
    assertThat(get("/plain/api/plain")).isEqualTo("true");
    // All threads for requests at once: on WildFly an idle one keeps the last request that it had,
    // and with it the application.
    List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
    URI hold = URI.create("http://127.0.0.1:" + host.port() + "/plain/api/plain/hold");
    for (int i = 0; i < REQUEST_THREADS; i++) {
      held.add(
          client.sendAsync(
              HttpRequest.newBuilder(hold).timeout(Duration.ofSeconds(90)).build(),
              HttpResponse.BodyHandlers.ofString()));
    }
    held.forEach(each -> assertThat(each.join().body()).isEqualTo("true"));
  }

  private void useService() {
    LarderClient admin = admin();
    assertThat(admin.get("api/health").status()).isEqualTo(200);
    assertThat(admin.putText("api/entries/redeploy", "value").status()).isEqualTo(204);
    assertThat(admin.get("api/entries/redeploy").text()).isEqualTo("value");
    assertThat(admin.putText("api/requirements", "flask\n").status()).isEqualTo(200);
    assertThat(admin.get("api/requirements").status()).isEqualTo(200);
    assertThat(admin.get("api/metrics").status()).isEqualTo(200);
    assertThat(redisClients()).isGreaterThan(0);
    assertThat(databaseClients()).isGreaterThan(0);
    for (int i = 0; i < STREAMS; i++) {
      openStream();
    }
  }

  /** Somebody looks at the console while the service is undeployed. */
  private void openStream() {
    byte[] pair = ("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + "/larder/api/events"))
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
            .timeout(Duration.ofSeconds(90))
            .build();
    try {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body().read()).isEqualTo(':');
      streams.add(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A stream that nobody ends lasts for five minutes. */
  private void assertThatTheStreamsHaveEnded() {
    for (InputStream stream : streams) {
      CompletableFuture<Boolean> end = CompletableFuture.supplyAsync(() -> hasEnded(stream));
      assertThat(end).succeedsWithin(Duration.ofSeconds(30));
    }
    streams.clear();
  }

  private static boolean hasEnded(InputStream stream) {
    try (stream) {
      stream.readAllBytes();
    } catch (IOException e) {
      // A connection that is cut has ended as well.
      return true;
    }
    return true;
  }

  private void useSample() {
    for (String path : new String[] {"cached/1", "cached/1", "loaded/1", "loaded/1"}) {
      assertThat(get("/sample/api/outage/" + path)).isEqualTo("value of 1");
    }
    assertThat(redisClients()).isGreaterThan(0);
  }

  /** The first request of an application takes a while on a busy machine. */
  private String get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path))
            .timeout(Duration.ofSeconds(90))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String savedIn(PostgresServer.Database database) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select content from workspace_files")) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> ours(List<String> before, List<String> after) {
    List<String> left = new ArrayList<>(after);
    before.forEach(left::remove);
    left.removeIf(each -> !OURS.matcher(each).find());
    return left;
  }

  /** Connections to Redis but for the one that asks. */
  private long redisClients() {
    try (Jedis jedis = new Jedis(URI.create(redis.url()))) {
      return jedis.clientList().lines().count() - 1;
    }
  }

  private long databaseClients() {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where datname = current_database()"
                    + " and pid <> pg_backend_pid()")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
