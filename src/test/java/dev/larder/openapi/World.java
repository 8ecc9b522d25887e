package dev.larder.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.openapi.OpenApiDocument.Operation;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderServer;
import dev.larder.testing.PostgresServer;
import dev.larder.testing.RawAnswer;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.TestUsers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/**
 * A service whose Redis and database a test may take away, with limits that are quickly reached.
 * One test thread drives it.
 */
final class World implements AutoCloseable {

  /** Settings that differ from what the document says are the defaults. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "larder.limits.value", "1500KB",
          "larder.limits.body", "4MB",
          "larder.limits.headers", "6KB",
          "larder.limits.scans", "1",
          "larder.security.attempts.user", "2");

  static final int VALUE = 1500 << 10;
  static final int BODY = 4 << 20;
  static final int HEADERS = 6 << 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RedisProcess redis = RedisProcess.start();
  private final PostgresServer postgres = PostgresServer.start();
  private final LarderServer larder =
      LarderServer.configure()
          .redis(redis)
          .database(postgres.newDatabase())
          .set(TestUsers.settings())
          .set(LIMITS)
          .start();
  private boolean shutOut;

  int port() {
    return larder.port();
  }

  LarderClient admin() {
    return larder.admin();
  }

  /** The documented example of an operation, asked for by somebody who may. */
  Call call(Operation operation) {
    Call call = new Call(operation);
    return operation.role().equals("anyone") ? call : call.header("Authorization", asAdmin());
  }

  String asAdmin() {
    return Call.basic("admin", LarderServer.ADMIN_PASSWORD);
  }

  /** One of the accounts of {@link TestUsers}. */
  String as(String user) {
    return Call.basic(user, TestUsers.PASSWORD);
  }

  /** A user of whom no more credentials are looked at. */
  String asShutOut() {
    String guessed = Call.basic("guessed", "wrong");
    for (int i = 0; i < 2 && !shutOut; i++) {
      assertThat(admin().as("guessed", "wrong").get("api/stats").status()).isEqualTo(401);
    }
    shutOut = true;
    return guessed;
  }

  /** The key that the example of an operation is about. */
  static String key(Operation operation) {
    String in = operation.path().contains("{key}") ? "path" : "query";
    var parameter = operation.parameter(in, "key");
    if (parameter == null || parameter.example() == null) {
      throw new IllegalArgumentException(operation + " has no key");
    }
    return parameter.example().textValue();
  }

  /** Makes sure that there is an entry. */
  void put(String key, String value) {
    String path = "api/entries?key=" + Call.encoded(key);
    assertThat(admin().put(path, value.getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(204);
  }

  /** Makes sure that there is none. */
  void delete(String key) {
    assertThat(admin().delete("api/entries?key=" + Call.encoded(key)).status()).isEqualTo(204);
  }

  /** Makes sure that these are the keys that begin with {@code user:}. */
  void users(String... names) {
    assertThat(admin().delete("api/keys?pattern=user:*").status()).isEqualTo(200);
    for (String name : names) {
      put("user:" + name, name.equals("1") ? "Ada" : "Grace");
    }
  }

  void requirements(String content) {
    String body = JSON.createObjectNode().put("content", content).toString();
    assertThat(admin().putJson("api/requirements", body).status()).isEqualTo(200);
  }

  /** Asks Redis itself. */
  <T> T redis(Function<Jedis, T> commands) {
    try (Jedis jedis = new Jedis(URI.create(redis.url()))) {
      return commands.apply(jedis);
    }
  }

  /** Repeats a request while others change its key all the time, until it gets this status. */
  RawAnswer contended(String key, Call call, int status) {
    return during(
        jedis -> {
          Pipeline pipeline = jedis.pipelined();
          for (int i = 0; i < 1_000; i++) {
            pipeline.set(key, Long.toString(System.nanoTime()));
          }
          pipeline.sync();
        },
        call,
        status);
  }

  /** Repeats a request while others scan many keys, until it gets this status. */
  RawAnswer whileOthersScan(Call call, int status) {
    redis(
        jedis -> {
          Pipeline pipeline = jedis.pipelined();
          for (int i = 0; i < 100_000; i++) {
            pipeline.set("many:" + i, "");
          }
          pipeline.sync();
          return true;
        });
    try {
      LarderClient other = admin();
      return during(jedis -> other.delete("api/keys?pattern=*z*z*z*&dryRun=true"), call, status);
    } finally {
      redis(Jedis::flushAll);
    }
  }

  private RawAnswer during(java.util.function.Consumer<Jedis> others, Call call, int status) {
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread thread =
          new Thread(
              () -> {
                try (Jedis jedis = new Jedis(URI.create(redis.url()))) {
                  while (!over.get()) {
                    others.accept(jedis);
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    try {
      long end = System.nanoTime() + 30_000_000_000L;
      RawAnswer answer = call.send(port());
      while (answer.status() != status && System.nanoTime() < end) {
        answer = call.send(port());
      }
      return answer;
    } finally {
      over.set(true);
      threads.forEach(World::join);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void takeRedisAway() {
    redis.kill();
  }

  /** The database is gone, and the cached copy of the requirements with it. */
  void takeDatabaseAway() {
    postgres.stop();
    redis(Jedis::flushAll);
    // What was known of it a moment ago is still told for a moment.
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> larder.client().get("api/health").status() == 503);
  }

  /** The JSON of a text. */
  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** A member of JSON as text, with all that is needed quoted. */
  static String quoted(@Nullable String text) {
    return JSON.valueToTree(text).toString();
  }

  @Override
  public void close() {
    larder.close();
    postgres.close();
    redis.close();
  }
}
