package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.security.AccessTable.Row;
import dev.larder.security.AccessTable.Who;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.LarderServer;
import dev.larder.testing.TestUsers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route with every identity: only what the table allows, on every server. */
abstract class AccessTableRules {

  /** The service with {@link TestUsers}, asked without credentials. */
  abstract LarderClient nobody();

  static List<Row> rows() {
    return AccessTable.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRouteAnswersEverybodyAsTheTableSays(Row row) {
    for (Who who : Who.values()) {
      LarderClient admin = admin();
      admin.put("api/entries/open:k", bytes("1"));
      admin.put("api/entries/team:k", bytes("1"));
      admin.putText("api/requirements", "flask==3.0.0\n");
      String key = who.name().endsWith("AT_HOME") ? "team:k" : "open:k";
      String body = row.bodyFor(key);
      String[] type =
          body != null && body.startsWith("{")
              ? new String[] {"Content-Type", "application/json"}
              : new String[0];
      Answer answer =
          client(who)
              .send(
                  row.method(), "api/" + row.pathFor(key), body == null ? null : bytes(body), type);
      assertThat(answer.status()).as("%s: %s", who, answer).isEqualTo(row.allowed().get(who));
      if (answer.status() >= 400) {
        assertRefused(row, answer);
        // Whoever is refused has changed nothing.
        assertThat(admin.get("api/entries/open:k").text()).isEqualTo("1");
        assertThat(admin.get("api/entries/team:k").text()).isEqualTo("1");
        assertThat(admin.get("api/requirements", "Accept", "text/plain").text())
            .isEqualTo("flask==3.0.0\n");
      }
      if (who == Who.TEAM_ELSEWHERE) {
        assertThat(admin.get("api/entries/open:k").text()).isEqualTo("1");
      }
    }
  }

  private static void assertRefused(Row row, Answer answer) {
    assertThat(answer.header("Content-Type")).contains("application/problem+json");
    if (!row.method().equals("HEAD")) {
      JsonNode problem = answer.json();
      assertThat(problem.get("status").intValue()).isEqualTo(answer.status());
      assertThat(problem.get("type").textValue()).startsWith("https://larder.dev/problems/");
      assertThat(problem.get("title").textValue()).isNotBlank();
      assertThat(problem.get("detail").textValue()).isNotBlank();
      assertThat(problem.get("instance").textValue()).startsWith("/larder/api/");
    }
    assertThat(answer.header("WWW-Authenticate").isPresent()).isEqualTo(answer.status() == 401);
  }

  private LarderClient admin() {
    return nobody().as("admin", LarderServer.ADMIN_PASSWORD);
  }

  private LarderClient client(Who who) {
    LarderClient nobody = nobody();
    return switch (who) {
      case ANONYMOUS -> nobody;
      case WRONG_PASSWORD -> nobody.as("admin", "wrong");
      case WRONG_TOKEN -> nobody.withToken("wrong-token");
      case READER -> nobody.as("reader", TestUsers.PASSWORD);
      case READER_TOKEN -> nobody.withToken("reader-token");
      case WRITER -> nobody.as("writer", TestUsers.PASSWORD);
      case WRITER_TOKEN -> nobody.withToken("writer-token");
      case ADMIN -> admin();
      case TEAM_ELSEWHERE, TEAM_AT_HOME -> nobody.as("team", TestUsers.PASSWORD);
      case TEAM_TOKEN_AT_HOME -> nobody.withToken("team-token");
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
