package dev.larder.http.poisoning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderServer;
import dev.larder.testing.RawAnswer;
import dev.larder.testing.RawConnection;
import dev.larder.testing.SharedLarder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service's own cached answer, {@code GET /requirements}: each user's, and nobody else's. */
@Feature("Poisoning of the response cache")
class RequirementsPoisoningIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();

  private static final String TARGET = "/larder/api/requirements";
  private static final String READER = "Authorization: Bearer reader-token";
  private static final String CONTENT = "poisoning==1.0\n";

  private String hash = "";

  /** Each save makes the cached answers of all users invalid. */
  @BeforeEach
  void saveRequirements() {
    LarderClient.Answer saved =
        larder
            .admin()
            .send(
                "PUT",
                "api/requirements",
                CONTENT.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "text/plain");
    assertThat(saved.status()).as("%s", saved).isEqualTo(200);
    hash = saved.json().get("hash").textValue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: {h}\r\nHost: evil.example",
        "Host: LOCALHOST:{port}",
        "Host: {h}\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https",
        "Host: {h}\r\nForwarded: host=evil.example;proto=https;for=6.6.6.6",
        "Host: {h}\r\nX-Original-URL: /larder/api/stats\r\nX-Rewrite-URL: /larder/api/stats",
        "Host: {h}\r\nX-HTTP-Method-Override: DELETE",
        "Host: {h}\r\nAccept: text/plain",
        "Host: {h}\r\nAccept: text/plain;charset=utf-16",
        "Host: {h}\r\nAccept: application/json;charset=utf-16",
        "Host: {h}\r\nAccept: application/json;evil=1",
        "Host: {h}\r\nAccept: text/html",
        "Host: {h}\r\nAccept-Encoding: gzip",
        "Host: {h}\r\nRange: bytes=0-3",
        "Host: {h}\r\nIf-None-Match: *",
        "Host: {h}\r\nIf-Match: \"evil\"",
        "Host: {h}\r\nContent-Type: text/plain\r\nContent-Length: 4||evil",
        "Host: {h}\r\nTransfer-Encoding: chunked||4\r\nevil\r\n0\r\n\r\n",
        "Host: {h}\r\nCookie: JSESSIONID=evil\r\nLarder-Refresh: evil",
        "Host: {h}\r\n" + READER,
        "Host: {h}\r\nX-Cr: a\rAuthorization: evil",
      })
  void everybodyGetsWhatTheyMayWhateverAReaderHasSent(String lines) throws IOException {
    String[] parts = lines.split("\\|\\|");
    String content = parts.length > 1 ? parts[1] : "";
    take("GET " + TARGET, parts[0] + "\r\n" + READER, content);
    take("GET " + TARGET, READER + "\r\n" + parts[0], content);
    take("GET " + TARGET + "?evil=1", parts[0] + "\r\n" + READER, content);
    take("GET " + TARGET + ";evil", parts[0] + "\r\n" + READER, content);
    take("HEAD " + TARGET, parts[0] + "\r\n" + READER, content);

    for (int round = 0; round < 2; round++) {
      assertThat(plain().status()).isEqualTo(401);
      for (String who : new String[] {READER, "Authorization: Bearer writer-token", admin()}) {
        RawAnswer json = plain(who);
        assertThat(json.status()).as(json.toString()).isEqualTo(200);
        assertThat(json.header("Content-Type")).contains("application/json");
        assertThat(json.header("ETag")).contains('"' + hash + "-json\"");
        assertThat(content(json)).isEqualTo(CONTENT);
        RawAnswer text = plain(who, "Accept: text/plain");
        assertThat(text.status()).as(text.toString()).isEqualTo(200);
        assertThat(text.text()).isEqualTo(CONTENT);
        assertThat(text.header("Content-Type").orElseThrow()).doesNotContain("evil", "16");
      }
    }
  }

  private static RawAnswer plain(String... lines) {
    try (RawConnection connection = RawConnection.open(larder.server().port())) {
      return connection.get(TARGET, lines);
    }
  }

  /** Sends a request, and waits until the server has answered or closed the connection. */
  private static void take(String methodAndTarget, String lines, String content) {
    int port = larder.server().port();
    String text = methodAndTarget + " HTTP/1.1\r\n" + lines + "\r\n\r\n" + content;
    try (RawConnection connection = RawConnection.open(port).timeout(Duration.ofSeconds(5))) {
      connection.sendText(
          text.replace("{h}", "127.0.0.1:" + port).replace("{port}", Integer.toString(port)));
      connection.receive(text.substring(0, text.indexOf(' ')));
    } catch (UncheckedIOException | NumberFormatException e) {
      // No answer, or none of HTTP, is an answer too: what counts is what others get.
      return;
    }
  }

  private static String content(RawAnswer answer) throws IOException {
    JsonNode json = new ObjectMapper().readTree(answer.body());
    assertThat(json.size()).isEqualTo(2);
    return json.get("content").textValue();
  }

  private static String admin() {
    String pair = "admin:" + LarderServer.ADMIN_PASSWORD;
    byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(bytes);
  }
}
