package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.rules.app.Plan;
import dev.larder.testing.RawAnswer;
import dev.larder.testing.RawConnection;
import dev.larder.testing.SampleServer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/** The application under test as a test speaks to it. Thread-safe. */
final class App {

  /** The package of the resources. */
  static final String PACKAGE = "dev.larder.http.rules.app";

  private final SampleServer server;

  App(SampleServer server) {
    this.server = server;
  }

  /** An id that no other test uses. */
  static String newId() {
    return UUID.randomUUID().toString();
  }

  SampleServer server() {
    return server;
  }

  /** Plans what the resources answer for an id; the last plan is for all further runs. */
  void plan(String id, Plan... plans) {
    String body = Arrays.stream(plans).map(Plan::encoded).collect(Collectors.joining("\n"));
    try (RawConnection connection = server.connect()) {
      RawAnswer answer =
          connection.exchange(
              "PUT", "/sample/control/" + id, body.getBytes(StandardCharsets.US_ASCII));
      assertThat(answer.status()).as(answer.toString()).isEqualTo(204);
    }
  }

  /** Lets runs go on that wait at the gate of an id. */
  void open(String id) {
    assertThat(server.send("POST", "/control/" + id).status()).isEqualTo(204);
  }

  /** What the resources saw for an id. */
  Runs runs(String id) {
    RawAnswer answer = server.get("/control/" + id);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return Runs.parse(answer.text());
  }

  /** Sends a GET for a path below the base URI of the JAX-RS application. */
  RawAnswer get(String path, String... headers) {
    return server.get("/api/" + path, headers);
  }

  /** Sends a request without a body. */
  RawAnswer send(String method, String path, String... headers) {
    return server.send(method, "/api/" + path, headers);
  }
}
