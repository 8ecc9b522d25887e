package dev.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderServer;
import dev.larder.testing.RawAnswer;
import dev.larder.testing.RawConnection;
import dev.larder.testing.ServerKind;
import dev.larder.testing.TestUsers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code docs/before-larder-wildfly.md} says is true: {@code ./mvnw -Pwildfly}. */
@Tag("wildfly")
class BeforeLarderOnWildFlyIT {

  private static final Path PAGE = Path.of("docs", "before-larder-wildfly.md");
  private static final String API_PATH = MalformedRequests.TARGET.substring("/larder/".length());

  private static LarderServer larder;

  @BeforeAll
  static void start() {
    larder = LarderServer.configure().on(ServerKind.WILDFLY).set(TestUsers.settings()).start();
  }

  @AfterAll
  static void stop() {
    larder.close();
  }

  @Test
  void thePageSaysWhoAnswersEachOfTheseRequestsAndHow() throws IOException {
    StringBuilder table = new StringBuilder();
    for (Map.Entry<String, List<String>> row : requests().entrySet()) {
      Set<String> outcomes = new TreeSet<>();
      row.getValue().forEach(request -> outcomes.add(outcome(request)));
      table.append("| ").append(row.getKey()).append(" | ");
      table.append(String.join("; ", outcomes)).append(" |\n");
    }
    assertThat(Files.readString(PAGE)).contains(table);
  }

  /** The same as for Payara Micro; what is said of that server's own is left out of the rows. */
  private static Map<String, List<String>> requests() {
    Map<String, List<String>> all = new LinkedHashMap<>(MalformedRequests.refused());
    all.putAll(MalformedRequests.letThrough());
    Map<String, List<String>> named = new LinkedHashMap<>();
    all.forEach(
        (row, requests) ->
            named.put(
                row.replace(", which the server takes for no body at all", "")
                    .replace(", with `preboot.asadmin`", ""),
                requests));
    return named;
  }

  private static String outcome(String request) {
    LarderClient admin = larder.client().as("admin", LarderServer.ADMIN_PASSWORD);
    assertThat(admin.put(API_PATH, new byte[] {'k'}).status()).isEqualTo(204);
    String method = request.substring(0, request.indexOf(' '));
    String outcome;
    try (RawConnection connection = RawConnection.open(larder.port())) {
      connection.sendText(MalformedRequests.filled(request, larder.port()));
      RawAnswer answer = connection.receive(method);
      boolean ofLarder = answer.headers("X-Content-Type-Options").contains("nosniff");
      String body = answer.text().isEmpty() ? "an empty body" : "a page";
      outcome = answer.status() + (ofLarder ? " of Larder" : " with " + body);
      assertThat(answer.text()).doesNotContainPattern("39\\.0|Exception|java\\.");
      assertThat(answer.headers("Server")).isEmpty();
      if (ofLarder && answer.status() >= 400) {
        assertThat(answer.headers("Content-Type")).containsExactly("application/problem+json");
      }
    } catch (UncheckedIOException | IllegalStateException e) {
      outcome = "no answer in HTTP/1.1";
    }
    // Nothing but what Larder itself acknowledged has changed anything.
    boolean acknowledged = outcome.equals("204 of Larder");
    assertThat(admin.get(API_PATH).text().equals("k")).as(request).isNotEqualTo(acknowledged);
    return outcome;
  }
}
