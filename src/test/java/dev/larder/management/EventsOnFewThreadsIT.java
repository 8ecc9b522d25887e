package dev.larder.management;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testing.Feature;
import dev.larder.testing.LarderServer;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Event streams take threads of the server. */
@Feature("Health, metrics, JMX, operator routes")
class EventsOnFewThreadsIT {

  /** As many as Payara Server has out of the box. */
  private static final int THREADS = 5;

  @Test
  void openConsolesLeaveAThreadForRequestsWhereTheServerHasFive() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    List<InputStream> streams = new ArrayList<>();
    try (LarderServer larder = LarderServer.configure().httpThreads(THREADS).start()) {
      HttpRequest stream =
          HttpRequest.newBuilder(larder.url().resolve("api/events"))
              .timeout(Duration.ofSeconds(20))
              .header("Authorization", basic("admin:" + LarderServer.ADMIN_PASSWORD))
              .build();
      // More than there are threads: the last of them end after a sample.
      for (int i = 0; i < 2 * THREADS; i++) {
        HttpResponse<InputStream> answer =
            client.send(stream, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        streams.add(answer.body());
      }
      assertThat(larder.admin().putText("api/entries/few", "1").status()).isEqualTo(204);
      assertThat(larder.admin().get("api/entries/few").text()).isEqualTo("1");
      assertThat(larder.client().get("api/health").status()).isEqualTo(200);
    } finally {
      for (InputStream stream : streams) {
        stream.close();
      }
    }
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
