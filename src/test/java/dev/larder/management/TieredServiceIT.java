package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderServer;
import dev.larder.testing.RedisProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two services that keep near copies over one Redis. */
@Feature("The near tier in the service")
class TieredServiceIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void whatOneServiceWritesOrDeletesTheOtherSeesAndHealthTellsHowOldACopyMayBe() {
    try (RedisProcess redis = RedisProcess.start();
        LarderServer one = tiered(redis);
        LarderServer two = tiered(redis)) {
      LarderClient writer = one.admin();
      LarderClient reader = two.admin();
      await().atMost(PATIENCE).until(() -> gauge(reader, "near.usable") == 1);
      for (int version = 1; version <= 20; version++) {
        String text = "version " + version;
        assertThat(writer.put("api/entries/k", bytes(text)).status()).isEqualTo(204);
        assertThat(writer.get("api/entries/k").text()).isEqualTo(text);
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(10))
            .until(() -> reader.get("api/entries/k").text().equals(text));
      }
      double before = gauge(reader, "near.hits");
      assertThat(reader.get("api/entries/k").text()).isEqualTo("version 20");
      assertThat(reader.get("api/entries/k").text()).isEqualTo("version 20");
      assertThat(gauge(reader, "near.hits")).isGreaterThan(before);
      assertThat(writer.delete("api/entries/k").status()).isEqualTo(204);
      await().atMost(PATIENCE).until(() -> reader.get("api/entries/k").status() == 404);

      assertThat(
              reader
                  .get("api/health")
                  .json()
                  .at("/checks/0/data/greatestStalenessSeconds")
                  .doubleValue())
          .isBetween(0.0, 1.0);
      redis.kill();
      await().atMost(PATIENCE).until(() -> gauge(reader, "near.usable") == 0);
      redis.restart();
      await().atMost(PATIENCE).until(() -> gauge(reader, "near.usable") == 1);
      await()
          .atMost(PATIENCE)
          .until(() -> writer.put("api/entries/k", bytes("again")).status() == 204);
      await().atMost(PATIENCE).until(() -> reader.get("api/entries/k").text().equals("again"));
    }
  }

  private static LarderServer tiered(RedisProcess redis) {
    return LarderServer.configure().redis(redis).set("larder.cache.type", "tiered").start();
  }

  private static double gauge(LarderClient client, String name) {
    return client.get("api/stats").json().at("/gauges").path(name).doubleValue();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
