package dev.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testing.Feature;
import dev.larder.testing.NotOn;
import dev.larder.testing.RawAnswer;
import dev.larder.testing.RawConnection;
import dev.larder.testing.ServerKind;
import dev.larder.testing.SharedLarder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line of {@code docs/before-larder.md} is true of the server that the build brings. */
@NotOn(
    value = {ServerKind.PAYARA_SERVER, ServerKind.WILDFLY},
    because = "the table of this test is of Payara Micro; WildFly has a page and a test of its own")
@Feature("Malformed and hostile requests")
class BeforeLarderIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();

  private static final Path PAGE = Path.of("docs", "before-larder.md");
  private static final Pattern ROW = Pattern.compile("\\| (.+?) \\| (.+) \\|");

  /** Rows that need a server of their own: a failed deployment, which other tests see. */
  private static final Set<String> SEEN_ELSEWHERE =
      Set.of("anything while the application is being deployed or has failed to");

  private static final String API_PATH = MalformedRequests.TARGET.substring("/larder/".length());

  @BeforeEach
  void storeTheEntry() {
    assertThat(larder.admin().put(API_PATH, new byte[] {'k'}).status()).isEqualTo(204);
  }

  @AfterEach
  void theEntryIsAsItWas() {
    assertThat(larder.admin().get(API_PATH).text()).isEqualTo("k");
    assertThat(larder.admin().delete(API_PATH).status()).isEqualTo(204);
  }

  @Test
  void thePageHasARowForEachOfTheseRequestsAndNoOther() throws IOException {
    Set<String> known =
        Stream.of(
                MalformedRequests.refused().keySet(),
                MalformedRequests.letThrough().keySet(),
                SEEN_ELSEWHERE)
            .flatMap(Set::stream)
            .collect(Collectors.toSet());
    assertThat(page().keySet()).isEqualTo(known);
  }

  static Set<String> refused() {
    return MalformedRequests.refused().keySet();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void theServerAnswersWhatThePageSays(String row) throws IOException {
    String answer = page().get(row).replace("*", "");
    int status = Integer.parseInt(answer.substring(0, 3));
    for (String request : MalformedRequests.refused().get(row)) {
      RawAnswer seen = send(request);
      if (answer.contains("now and then") && isLarders(seen)) {
        assertThat(seen.status()).isEqualTo(400);
        continue;
      }
      assertThat(seen.status()).as(request).isEqualTo(status);
      assertThat(isLarders(seen)).as(request).isFalse();
      assertThat(seen.text()).doesNotContainPattern("6\\.20|Exception|java\\.");
      if (answer.contains("empty body")) {
        assertThat(seen.text()).as(request).isEmpty();
      } else {
        assertThat(answer).contains("HTML page");
        assertThat(seen.text()).as(request).contains("<html");
      }
      assertThat(seen.headers("Allow").isEmpty() || status == 405 || answer.contains("`Allow`"))
          .isTrue();
      assertThat(seen.headers("Server")).isEmpty();
    }
  }

  static Set<String> letThrough() {
    return MalformedRequests.letThrough().keySet();
  }

  @ParameterizedTest
  @MethodSource("letThrough")
  void larderAnswersWhatThePageSays(String row) throws IOException {
    String answer = page().get(row);
    for (String request : MalformedRequests.letThrough().get(row)) {
      RawAnswer seen = send(request);
      assertThat(isLarders(seen)).as(request).isTrue();
      Matcher problem = Pattern.compile("(\\d+) `([a-z-]+)`").matcher(answer);
      if (problem.find()) {
        assertThat(seen.status()).as(request).isEqualTo(Integer.parseInt(problem.group(1)));
        assertThat(seen.text()).contains("/problems/" + problem.group(2));
      } else if (request.startsWith("PUT")) {
        assertThat(seen.status()).as(request).isEqualTo(204);
      } else {
        assertThat(seen.status()).as(request).isEqualTo(200);
        assertThat(seen.text()).isEqualTo("k");
      }
    }
  }

  private static RawAnswer send(String request) {
    try (RawConnection connection = RawConnection.open(larder.server().port())) {
      connection.sendText(MalformedRequests.filled(request, larder.server().port()));
      return connection.receive(request.substring(0, request.indexOf(' ')));
    }
  }

  /** All answers of Larder have this header, and none of the server's own. */
  private static boolean isLarders(RawAnswer answer) {
    return answer.headers("X-Content-Type-Options").contains("nosniff");
  }

  /** The rows of the page: what is asked, and what is answered. */
  private static Map<String, String> page() throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && !line.startsWith("| request |") && !line.startsWith("|---")) {
        rows.put(row.group(1), row.group(2));
      }
    }
    return rows;
  }
}
