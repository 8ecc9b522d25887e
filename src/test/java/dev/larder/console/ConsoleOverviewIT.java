package dev.larder.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderServer;
import dev.larder.testing.SharedLarder;
import dev.larder.testing.TestUsers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console's overview: its figures, where they come from, and what it costs to look at them. */
@Tag("browser")
@Feature("Console")
class ConsoleOverviewIT {

  /** What the overview may weigh: all bytes that come in, with headers. */
  private static final long MOST = 300_000;

  /** Milliseconds from one question to the next where there is no stream. */
  private static final int PAUSE = 5_000;

  /** How many streams are open at once. */
  private static final int STREAMS = 4;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();
  @RegisterExtension static final Chromium chromium = new Chromium();

  private static Visit visit() {
    return Visit.at(chromium.browser(), larder.server().url());
  }

  @Test
  void figuresChangeByThemselves() {
    try (Visit visit = visit().asAdmin("")) {
      assertThat(visit.tile("Cache")).hasText("memory, up");
      assertThat(visit.tile("Database")).hasText("up");
      String before = visit.tile("Loads avoided").textContent();
      larder.admin().put("api/entries/console-hit", new byte[] {1});
      larder.admin().get("api/entries/console-hit");
      assertThat(visit.tile("Loads avoided")).not().hasText(before);
      assertThat(visit.tile("Bytes")).containsText("of 100 MB");
      assertThat(visit.page().locator(".chart canvas")).hasCount(6);
      assertThat(visit.page().locator(".chart").filter(having("Latency of the API")))
          .containsText("p99: now");
      larder.admin().delete("api/entries/console-hit");
    }
  }

  @Test
  void theOverviewIsSmallAndComesFromThisServerOnly() {
    try (Visit visit = visit()) {
      AtomicLong received = new AtomicLong();
      CDPSession network = visit.page().context().newCDPSession(visit.page());
      network.send("Network.enable");
      // Headers as they come, bodies as they come: also of the stream, which does not end.
      network.on("Network.responseReceived", answer -> received.addAndGet(headerBytes(answer)));
      network.on(
          "Network.dataReceived",
          data -> received.addAndGet(data.get("encodedDataLength").getAsLong()));
      Set<String> hosts = new TreeSet<>();
      List<String> files = new ArrayList<>();
      visit
          .page()
          .onRequest(
              request -> {
                hosts.add(URI.create(request.url()).getAuthority());
                files.add(request.url());
              });
      visit.asAdmin("");
      assertThat(visit.page().locator(".chart canvas")).hasCount(6);
      assertThat(visit.tile("Cache")).hasText("memory, up");
      assertThat(hosts).containsExactly(larder.server().url().getAuthority());
      assertThat(files)
          .anyMatch(file -> file.endsWith("api/events"))
          .anyMatch(file -> file.endsWith("uPlot.iife.min.js"));
      System.out.println("The overview: " + received.get() + " bytes in all");
      assertThat(received.get()).isBetween(60_000L, MOST);
    }
  }

  private static long headerBytes(JsonObject answer) {
    return answer.getAsJsonObject("response").getAsJsonObject("headers").toString().length();
  }

  @Test
  void whoComesWhileAllStreamsAreTakenGetsOneSampleAtATimeAndSeesFiguresChange() throws Exception {
    List<InputStream> streams = new ArrayList<>();
    try (Visit visit = visit()) {
      for (int i = 0; i < STREAMS; i++) {
        streams.add(stream());
      }
      assertThat(larder.admin().get("api/events?limit=2").text().split("event: sample", -1))
          .as("the fifth stream ends after one sample")
          .hasSize(2);
      visit.asAdmin("");
      assertThat(visit.tile("Cache")).hasText("memory, up");
      String before = visit.tile("Loads avoided").textContent();
      larder.admin().put("api/entries/console-fifth", new byte[] {1});
      larder.admin().get("api/entries/console-fifth");
      assertThat(visit.tile("Loads avoided")).not().hasText(before);
      larder.admin().delete("api/entries/console-fifth");
    } finally {
      for (InputStream stream : streams) {
        stream.close();
      }
    }
  }

  /** Opens a stream, and returns it when it has begun: its place is taken. */
  private static InputStream stream() throws IOException, InterruptedException {
    String pair = "admin:" + LarderServer.ADMIN_PASSWORD;
    InputStream stream =
        CLIENT
            .send(
                HttpRequest.newBuilder(larder.server().url().resolve("api/events"))
                    .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
                    .build(),
                BodyHandlers.ofInputStream())
            .body();
    assertThat(stream.read()).isPositive();
    return stream;
  }

  @Test
  void anAccountThatIsConfinedToAPrefixSeesWhatItLookedUpItself() {
    try (Visit visit = visit()) {
      visit.page().clock().install();
      visit.as("team", TestUsers.PASSWORD, "");
      assertThat(visit.tile("Your prefix")).hasText("team:");
      String before = visit.tile("Your hits").textContent();
      LarderClient team = larder.server().client().as("team", TestUsers.PASSWORD);
      team.put("api/entries/team:console", new byte[] {1});
      team.get("api/entries/team:console");
      visit.page().clock().fastForward(PAUSE);
      assertThat(visit.tile("Your hits")).not().hasText(before);
      assertThat(visit.page().locator(".chart")).hasCount(0);
      team.delete("api/entries/team:console");
    }
  }

  @Test
  void theHistoryHasAColumnForEachFigureAndItsNewestSampleIsOfNow() {
    JsonNode history = larder.admin().get("api/history").json();
    int samples = history.get("at").size();
    assertThat(samples).isBetween(1, 720);
    history
        .properties()
        .forEach(
            column -> {
              if (!column.getKey().equals("interval")) {
                assertThat(column.getValue()).as(column.getKey()).hasSize(samples);
              }
            });
    long newest = history.get("at").get(samples - 1).longValue();
    assertThat(newest)
        .isBetween(System.currentTimeMillis() / 1000 - 15, System.currentTimeMillis() / 1000 + 1);
  }

  @Test
  void aStreamEndsAfterAsManySamplesAsWereAskedFor() {
    // The place of a client that went away is free again only after the next sample.
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              LarderClient.Answer answer = larder.admin().get("api/events?limit=2");
              assertThat(answer.header("Content-Type")).contains("text/event-stream");
              assertThat(answer.text().lines().filter(line -> line.startsWith("event: ")))
                  .containsExactly(
                      "event: sample",
                      "event: stats",
                      "event: health",
                      "event: sample",
                      "event: stats",
                      "event: health");
            });
    assertThat(larder.admin().head("api/events").status()).isEqualTo(200);
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
