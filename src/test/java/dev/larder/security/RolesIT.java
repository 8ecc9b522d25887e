package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.SharedLarder;
import dev.larder.testing.TestUsers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who gets an answer from each route. */
@Feature("Who gets what from each route")
class RolesIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();

  @Test
  void wrongCredentialsOfEveryKindGetTheSameAnswer() {
    LarderClient anonymous = larder.server().client();
    Answer none = anonymous.get("api/stats");
    for (LarderClient nobody :
        List.of(
            anonymous.as("reader", "wrong"),
            anonymous.as("reader", ""),
            anonymous.as("nobody", TestUsers.PASSWORD),
            anonymous.as("", ""),
            anonymous.as("admin", TestUsers.PASSWORD),
            anonymous.as("token:reader", "reader-token"),
            anonymous.as("reader", "reader-token"),
            anonymous.withToken(TestUsers.PASSWORD))) {
      Answer answer = nobody.get("api/stats");
      assertUnauthenticated("GET", answer);
      assertThat(answer.text()).isEqualTo(none.text());
    }
  }

  @Test
  void healthIsForAnyoneAlsoWithWrongCredentials() {
    LarderClient anonymous = larder.server().client();
    for (LarderClient anyone : List.of(anonymous, anonymous.as("reader", "wrong"))) {
      Answer answer = anyone.get("api/health");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).doesNotContain("\"data\"", "memory", "127.0.0.1");
    }
    assertThat(anonymous.withToken("reader-token").get("api/health").json().toString())
        .contains("{\"name\":\"cache\",\"status\":\"UP\",\"data\":{")
        .contains("\"state\":\"up\"");
  }

  @Test
  void answersToSomebodyAreNotStoredAndNotGuessedAt() {
    Answer answer = larder.admin().get("api/stats");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.header("X-Powered-By")).isEmpty();
    assertThat(answer.header("Server").orElse("")).doesNotContainPattern("[0-9]");
    assertThat(answer.header("Set-Cookie")).isEmpty();
  }

  @Test
  void theApiIsNotDescribedAroundTheRoles() {
    LarderClient anonymous = larder.server().client();
    assertThat(anonymous.get("api/application.wadl").status()).isEqualTo(404);
    assertThat(anonymous.send("OPTIONS", "api/entries/a", null).status()).isEqualTo(401);
    Answer known = larder.admin().send("OPTIONS", "api/entries/a", null);
    assertThat(known.status()).isEqualTo(200);
    assertThat(known.header("Allow").orElse("")).contains("GET", "PUT", "DELETE");
  }

  @Test
  void anAccountWithAPrefixSeesItsOwnStatisticsOnly() {
    LarderClient team = larder.server().client().as("team", TestUsers.PASSWORD);
    JsonNode before = team.get("api/stats").json();
    assertThat(before.get("prefix").textValue()).isEqualTo("team:");
    larder.admin().get("api/entries/team:of-admin");
    team.get("api/entries/team:missing");
    team.put("api/entries/team:there", bytes("x"));
    team.get("api/entries/team:there");
    team.postJson("api/mget", "{\"keys\":[\"team:there\",\"team:no\",\"team:neither\"]}");
    JsonNode after = team.get("api/stats").json();
    assertThat(after.get("hits").longValue() - before.get("hits").longValue()).isEqualTo(2);
    assertThat(after.get("misses").longValue() - before.get("misses").longValue()).isEqualTo(3);
    assertThat(after.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("name", "prefix", "hits", "misses", "state");
  }

  @Test
  void anAccountWithAPrefixReachesOnlyKeysUnderIt() {
    LarderClient admin = larder.admin();
    LarderClient team = larder.server().client().as("team", TestUsers.PASSWORD);
    LarderClient token = larder.server().client().withToken("team-token");
    admin.put("api/entries/outside-1", bytes("x"));
    for (LarderClient confined : List.of(team, token)) {
      assertOutside(confined.get("api/entries/outside-1"));
      assertOutside(confined.head("api/entries/outside-1"));
      assertOutside(confined.get("api/entries?key=team"));
      assertOutside(confined.get("api/entries?key="));
      assertOutside(confined.put("api/entries/outside-1", bytes("y")));
      assertOutside(confined.delete("api/entries/outside-1"));
      assertOutside(confined.post("api/counters/outside-n/incr"));
      assertOutside(confined.post("api/counters/decr?key=outside-n"));
      assertOutside(confined.postJson("api/mget", "{\"keys\":[\"team:a\",\"outside-1\"]}"));
      assertOutside(
          confined.postJson(
              "api/mset", "{\"items\":{\"team:never\":\"eA==\",\"outside-1\":\"eQ==\"}}"));
      assertOutside(confined.get("api/requirements"));
      assertThat(confined.put("api/entries/team:a", bytes("t")).status()).isEqualTo(204);
      assertThat(confined.get("api/entries/team:a").text()).isEqualTo("t");
      assertThat(confined.post("api/counters/team:n/incr").status()).isEqualTo(200);
      assertThat(confined.get("api/keys?pattern=*").json().get("keys"))
          .isNotEmpty()
          .allSatisfy(key -> assertThat(key.textValue()).startsWith("team:"));
      assertThat(confined.get("api/keys?pattern=outside*").json().get("keys")).isEmpty();
    }
    assertThat(admin.get("api/entries/outside-1").text()).isEqualTo("x");
    assertThat(admin.get("api/entries/outside-n").status()).isEqualTo(404);
    assertThat(admin.get("api/entries/team:never").status()).isEqualTo(404);
    int under = admin.get("api/keys?pattern=team:*&limit=1000").json().get("keys").size();
    assertThat(team.delete("api/keys?pattern=*&dryRun=true").json().get("deleted").intValue())
        .isEqualTo(under);
    assertThat(admin.get("api/entries/team:a").status()).isEqualTo(200);
    assertThat(team.delete("api/keys?pattern=*").json().get("deleted").intValue()).isEqualTo(under);
    assertThat(admin.get("api/entries/team:a").status()).isEqualTo(404);
    assertThat(admin.get("api/entries/outside-1").text()).isEqualTo("x");
  }

  private static void assertUnauthenticated(String method, Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate"))
        .contains("Basic realm=\"larder\", charset=\"UTF-8\"");
    assertProblem(method, answer, "unauthenticated");
  }

  private static void assertOutside(Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(403);
    if (answer.bytes().length > 0) {
      assertProblem("GET", answer, "outside-prefix");
    }
  }

  private static void assertProblem(String method, Answer answer, String name) {
    assertThat(answer.header("Content-Type")).contains("application/problem+json");
    if (!method.equals("HEAD")) {
      assertThat(answer.json().get("type").textValue())
          .isEqualTo("https://larder.dev/problems/" + name);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
