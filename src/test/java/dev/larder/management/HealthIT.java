package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.LarderServer;
import dev.larder.testing.PostgresServer;
import dev.larder.testing.RedisProcess;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What MicroProfile Health shows of the service, at the paths that the server has for it. */
@Feature("Health, metrics, JMX, operator routes")
class HealthIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void aServiceIsAliveStartedAndReadyAndOnlyItsDatabaseTakesItOutOfUse() {
    try (RedisProcess redis = RedisProcess.start();
        PostgresServer postgres = PostgresServer.start();
        LarderServer server =
            LarderServer.configure().redis(redis).database(postgres.newDatabase()).start()) {
      LarderClient anybody =
          LarderClient.of(URI.create("http://127.0.0.1:" + server.healthPort() + "/"));
      assertThat(checks(anybody, "health/live", 200)).isEqualTo(Map.of("larder", "UP {}"));
      assertThat(checks(anybody, "health/started", 200))
          .isEqualTo(Map.of("larder-startup", "UP {\"requirements\":\"done\"}"));
      assertThat(checks(anybody, "health/ready", 200)).isEqualTo(ready("up"));
      assertThat(checks(anybody, "health", 200))
          .containsOnlyKeys("larder", "larder-startup", "larder-cache", "larder-database");

      redis.kill();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(checks(anybody, "health/ready", 200)).isEqualTo(ready("degraded")));
      assertThat(checks(anybody, "health/live", 200)).hasSize(1);

      redis.restart();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(checks(anybody, "health/ready", 200)).isEqualTo(ready("up")));

      postgres.stop();
      await().atMost(PATIENCE).until(() -> anybody.get("health/ready").status() == 503);
      assertThat(checks(anybody, "health/ready", 503))
          .containsEntry("larder-database", "DOWN {\"state\":\"away\"}")
          .containsEntry("larder-cache", "UP {\"state\":\"up\"}");
      // A restart of the service would cure nothing, and would have to begin without a database.
      assertThat(checks(anybody, "health/live", 200)).isEqualTo(Map.of("larder", "UP {}"));
      assertThat(checks(anybody, "health/started", 200)).hasSize(1);
      assertThat(server.client().get("api/health").status()).isEqualTo(503);

      postgres.restart();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(checks(anybody, "health/ready", 200)).isEqualTo(ready("up")));
    }
  }

  private static Map<String, String> ready(String cache) {
    return Map.of(
        "larder-cache",
        "UP {\"state\":\"" + cache + "\"}",
        "larder-database",
        "UP {\"state\":\"up\"}");
  }

  /** Returns status and data of each check by its name; nothing else may be told. */
  private static Map<String, String> checks(LarderClient client, String path, int status) {
    Answer answer = client.get(path);
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.json().get("status").textValue()).isEqualTo(status == 200 ? "UP" : "DOWN");
    assertThat(answer.text()).doesNotContain("127.0.0.1", "redis", "postgres", "jdbc", "password");
    Map<String, String> checks = new TreeMap<>();
    for (JsonNode check : answer.json().get("checks")) {
      // WildFly adds checks of its own.
      if (!check.get("name").textValue().startsWith("larder")) {
        continue;
      }
      JsonNode data = check.get("data");
      checks.put(
          check.get("name").textValue(),
          check.get("status").textValue() + " " + (data == null ? "{}" : data));
    }
    return checks;
  }
}
