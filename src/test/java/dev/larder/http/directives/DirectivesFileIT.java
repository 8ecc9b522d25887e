package dev.larder.http.directives;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderServer;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.TestPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** The file and the platform's environment, as a server with real MicroProfile Config has them. */
@Feature("Directives of a CodeAI file")
class DirectivesFileIT {

  @Test
  void theFileAndTheEnvironmentConfigureTheCacheAndAnOperatorsSettingsWin() throws IOException {
    Path file = file("config { cache: redis { ttl: 10m  url: env(SHOP_REDIS)  prefix: file } }");
    try (RedisProcess redis = RedisProcess.start();
        Jedis jedis = new Jedis(redis.url());
        LarderServer server =
            LarderServer.configure()
                .environment("LARDER_HTTP_DIRECTIVES", file.toString())
                .environment("SHOP_REDIS", redis.url())
                .environment("CODEAI_CACHE_TYPE", "memory")
                .environment("CODEAI_CACHE_PREFIX", "platform")
                .environment("LARDER_CACHE_TYPE", "redis")
                .start()) {
      LarderClient admin = server.admin();
      assertThat(admin.put("api/entries/a", "x".getBytes(UTF_8)).status()).isEqualTo(204);
      assertThat(admin.get("api/entries/a").header("Larder-TTL")).contains("600");
      assertThat(jedis.get("platform:a")).isEqualTo("x");
    }
  }

  @Test
  void aMistakeInTheFileStopsTheDeploymentAndSaysWhereItIs() throws IOException {
    Path file = file("config { cache: memory }\nendpoint GET /a {\n  cache: 5x\n}\n");
    String log =
        LarderServer.configure().set("larder.http.directives", file.toString()).startInVain();
    assertThat(log)
        .contains("Larder: " + file + ":3:10: expected a duration but found '5x'")
        .doesNotContain("NoClassDefFoundError", "ExceptionInInitializerError", "Larder is ready");
  }

  private static Path file(String text) throws IOException {
    return Files.writeString(TestPlace.newDirectory("directives").resolve("shop.cai"), text);
  }
}
