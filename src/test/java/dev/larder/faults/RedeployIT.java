package dev.larder.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.testing.EmbeddedWar;
import dev.larder.testing.FaultFigures;
import dev.larder.testing.LarderClient;
import dev.larder.testing.PayaraMicroHost;
import dev.larder.testing.PostgresServer;
import dev.larder.testing.RawAnswer;
import dev.larder.testing.RawConnection;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.SampleApplication;
import dev.larder.testing.TestPlace;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * The service and an application that embeds Larder are deployed and undeployed again and again in
 * one running server, {@code -Dlarder.redeploys} times. What the server keeps of any application is
 * seen from one without Larder, and not put down to Larder.
 */
class RedeployIT {

  private static final int TIMES = Integer.getInteger("larder.redeploys", 3);
  private static final String PASSWORD = "redeploy-password";

  private static final Pattern OURS =
      Pattern.compile("(?i)larder|jedis|caffeine|flyway|postgres|h2 |micrometer");

  private RedisProcess redis;
  private PostgresServer postgres;
  private PostgresServer.Database database;
  private PayaraMicroHost host;

  @BeforeEach
  void start() {
    redis = RedisProcess.start();
    postgres = PostgresServer.start();
    database = postgres.newDatabase();
    Map<String, String> settings = new HashMap<>();
    settings.put("larder.cache.type", "redis");
    settings.put("larder.cache.url", redis.url());
    settings.put("larder.db.url", database.url());
    settings.put("larder.db.user", database.user());
    settings.put("larder.db.password", database.password());
    settings.put("larder.data-dir", TestPlace.newDirectory("redeploy").toString());
    settings.put("larder.security.admin-password", PASSWORD);
    host = PayaraMicroHost.start(settings);
  }

  @AfterEach
  void stop() {
    host.close();
    postgres.close();
    redis.close();
  }

  @Test
  void afterTheLastUndeployNothingOfLarderIsLeft() {
    Path plain =
        EmbeddedWar.withoutLarder("plain")
            .classes(SampleApplication.class, PlainResource.class)
            .make();
    Path sample =
        EmbeddedWar.named("sample").classes(SampleApplication.class, OutageResource.class).make();
    Path larder = Path.of(System.getProperty("larder.test.war"));
    usePlain(plain);
    usePlain(plain);
    PayaraMicroHost.Inventory before = host.inventory();
    for (int i = 0; i < TIMES; i++) {
      host.deploy("larder", larder);
      useService();
      host.undeploy("larder");
      host.deploy("sample", sample);
      useSample();
      host.undeploy("sample");
    }
    // What the server and the JVM keep of the last application is this one's then, as before.
    usePlain(plain);
    usePlain(plain);
    await("connections to Redis end").until(() -> redisClients() == 0);
    await("connections to PostgreSQL end").until(() -> databaseClients() == 0);
    compare(before, afterCollection(loaders(before)));
  }

  /**
   * Waits until nothing more than the server's own is left: its scheduler keeps tasks that were
   * cancelled for ten seconds at most, its executor keeps idle threads for a minute, and those the
   * application that was the first to use them.
   */
  private PayaraMicroHost.Inventory afterCollection(long loaders) {
    AtomicReference<PayaraMicroHost.Inventory> last = new AtomicReference<>(host.inventory());
    try {
      await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofSeconds(2))
          .until(
              () -> {
                last.set(host.inventory());
                return loaders(last.get()) <= loaders;
              });
    } catch (ConditionTimeoutException e) {
      // What is left is reported by the caller.
      return last.get();
    }
    return last.get();
  }

  private void usePlain(Path war) {
    host.deploy("plain", war);
    assertThat(get("/plain/api/plain").status()).isEqualTo(200);
    host.undeploy("plain");
  }

  private void useService() {
    LarderClient admin =
        LarderClient.of(URI.create("http://127.0.0.1:" + host.port() + "/larder/"))
            .as("admin", PASSWORD);
    assertThat(admin.get("api/health").status()).isEqualTo(200);
    assertThat(admin.putText("api/entries/redeploy", "value").status()).isEqualTo(204);
    assertThat(admin.get("api/entries/redeploy").text()).isEqualTo("value");
    assertThat(admin.putText("api/requirements", "flask\n").status()).isEqualTo(200);
    assertThat(admin.get("api/requirements").status()).isEqualTo(200);
    assertThat(redisClients()).isGreaterThan(0);
    assertThat(databaseClients()).isGreaterThan(0);
  }

  private void useSample() {
    for (String path : new String[] {"cached/1", "cached/1", "loaded/1", "loaded/1"}) {
      RawAnswer answer = get("/sample/api/outage/" + path);
      assertThat(answer.status()).as(path).isEqualTo(200);
    }
    assertThat(redisClients()).isGreaterThan(0);
  }

  private RawAnswer get(String path) {
    try (RawConnection connection = RawConnection.open(host.port())) {
      return connection.get(path);
    }
  }

  private void compare(PayaraMicroHost.Inventory before, PayaraMicroHost.Inventory after) {
    List<String> threads = left(before.threads(), after.threads());
    List<String> mbeans = left(before.mbeans(), after.mbeans());
    Map<String, Long> objects = new HashMap<>(after.instances());
    objects.keySet().removeIf(name -> !name.startsWith("dev.larder."));
    objects.remove("dev.larder.testing.PayaraMicroMain");
    long loadersBefore = loaders(before);
    long loaders = loaders(after);
    if (loaders > loadersBefore) {
      System.out.println("What holds the class loaders can be seen in " + host.heapDump());
    }
    FaultFigures.record(
        "redeploy",
        "times",
        TIMES,
        "applications",
        2,
        "threads-left",
        threads.stream().filter(each -> OURS.matcher(each).find()).count(),
        "mbeans-left",
        mbeans.stream().filter(each -> OURS.matcher(each).find()).count(),
        "connections-left",
        redisClients() + databaseClients(),
        "class-loaders-left",
        loaders - loadersBefore,
        "class-loaders-the-server-keeps-without-larder",
        loadersBefore,
        "objects-of-larder-left",
        objects.values().stream().mapToLong(Long::longValue).sum());
    assertThat(threads).as("threads").noneMatch(each -> OURS.matcher(each).find());
    assertThat(mbeans).as("MBeans").noneMatch(each -> OURS.matcher(each).find());
    assertThat(loaders).as("class loaders").isLessThanOrEqualTo(loadersBefore);
    assertThat(objects).as("objects of Larder's classes").isEmpty();
  }

  /** Live class loaders of applications. */
  private static long loaders(PayaraMicroHost.Inventory inventory) {
    return inventory.instances().getOrDefault("org.glassfish.web.loader.WebappClassLoader", 0L);
  }

  private static List<String> left(List<String> before, List<String> after) {
    List<String> left = new ArrayList<>(after);
    before.forEach(left::remove);
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
