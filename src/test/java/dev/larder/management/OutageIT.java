package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.LarderServer;
import dev.larder.testing.RedisProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is seen of a service whose Redis goes away. */
@Feature("Redis away and back, under load")
class OutageIT {

  @Test
  void whileRedisIsAwayTheServiceSaysSoAndStaysHealthyAndIsWholeAgainAfterwards() {
    try (RedisProcess redis = RedisProcess.start();
        LarderServer server =
            LarderServer.configure().redis(redis).withGeneratedPassword().start()) {
      assertThat(server.readyLine())
          .matches(
              "Larder is ready: http://127\\.0\\.0\\.1:[0-9]+/larder/ user=admin password=\\w{24}");
      assertThat(server.log().split("Larder is ready", -1)).hasSize(2);
      LarderClient admin = server.admin();
      assertThat(admin.put("api/entries/o", bytes("x")).status()).isEqualTo(204);
      assertThat(state(admin)).isEqualTo("up");

      redis.kill();
      Stream.of(
              admin.get("api/entries/o"),
              admin.put("api/entries/o", bytes("y")),
              admin.post("api/counters/o/incr"),
              admin.postJson("api/mget", "{\"keys\":[\"o\"]}"),
              admin.postJson("api/mset", "{\"items\":{\"o\":\"\"}}"),
              admin.get("api/keys"),
              admin.delete("api/keys?pattern=*&dryRun=true"))
          .forEach(OutageIT::assertUnavailable);
      assertThat(admin.delete("api/entries/o").status()).isEqualTo(202);
      Answer deferred = admin.delete("api/keys?pattern=o*");
      assertThat(deferred.status()).isEqualTo(202);
      assertThat(deferred.text()).isEqualTo("{\"deferred\":true}");
      assertThat(admin.get("api/health").json().at("/checks/0/data/backlog").longValue())
          .isGreaterThanOrEqualTo(2);
      await().atMost(Duration.ofSeconds(10)).until(() -> state(admin).equals("degraded"));
      for (int i = 0; i < 200; i++) {
        assertUnavailable(admin.get("api/entries/o" + i));
      }
      Answer anonymous = server.client().get("api/health");
      assertThat(anonymous.status()).isEqualTo(200);
      assertThat(anonymous.json().get("status").textValue()).isEqualTo("UP");
      assertThat(anonymous.text()).doesNotContain("\"data\"", "degraded", "redis");
      assertThat(admin.get("api/stats").status()).isEqualTo(200);

      redis.restart();
      await().atMost(Duration.ofSeconds(30)).until(() -> state(admin).equals("up"));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> admin.put("api/entries/o", bytes("z")).status() == 204);
      assertThat(admin.get("api/entries/o").text()).isEqualTo("z");
      await().until(() -> server.log().contains("event=cache-answers"));
      assertThat(lines(server, "event=breaker-open store=redis")).isEqualTo(1);
      assertThat(lines(server, "event=breaker-closed store=redis")).isEqualTo(1);
      // Of what applications keep in the cache and of what Larder itself does, each at most once.
      assertThat(lines(server, "event=cache-fails store=redis")).isBetween(1L, 2L);
      assertThat(lines(server, "event=cache-answers store=redis")).isBetween(1L, 2L);
    }
  }

  private static long lines(LarderServer server, String text) {
    return server.log().lines().filter(line -> line.contains(text)).count();
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(503);
    assertThat(answer.header("Retry-After").orElse("")).matches("[0-9]+");
    assertThat(answer.json().get("type").textValue())
        .isEqualTo("https://larder.dev/problems/cache-unavailable");
    assertThat(answer.text()).doesNotContain("127.0.0.1", "redis", "Jedis", "Exception");
  }

  private static String state(LarderClient client) {
    Answer answer = client.get("api/health");
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.json().at("/checks/0/data/state").textValue();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
