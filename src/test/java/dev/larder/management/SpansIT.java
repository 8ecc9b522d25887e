package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderServer;
import dev.larder.testing.NotOn;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.ServerKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * Spans on a server that has MicroProfile Telemetry, as a collector gets them. What it gets is
 * Protocol Buffers; names are plain in it.
 */
@NotOn(
    value = ServerKind.WILDFLY,
    because = "WildFly's standalone.xml has no MicroProfile Telemetry")
@Feature("Spans of MicroProfile Telemetry")
class SpansIT {

  @Test
  void whatRedisDoesForARequestIsASpanOfItAndTellsNoValue() throws IOException {
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          received.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    try (RedisProcess redis = RedisProcess.start();
        LarderServer larder =
            LarderServer.configure()
                .redis(redis)
                .set("otel.sdk.disabled", "false")
                .set("otel.service.name", "larder")
                .set("otel.exporter.otlp.protocol", "http/protobuf")
                .set(
                    "otel.exporter.otlp.endpoint",
                    "http://127.0.0.1:" + collector.getAddress().getPort())
                .set("otel.metrics.exporter", "none")
                .set("otel.logs.exporter", "none")
                .set("otel.bsp.schedule.delay", "200")
                .start()) {
      LarderClient admin = larder.admin();
      assertThat(admin.putText("api/entries/spanned-key", "spanned-value").status()).isEqualTo(204);
      assertThat(admin.get("api/entries/spanned-key").status()).isEqualTo(200);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(String.join("", received))
                      .contains("db.operation", "redis set", "redis entry"));
      assertThat(String.join("", received)).doesNotContain("spanned-value");
    } finally {
      collector.stop(0);
    }
  }
}
