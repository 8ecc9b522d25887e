package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.larder.security.AccessTable.Row;
import dev.larder.security.AccessTable.Who;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.SharedLarder;
import dev.larder.testing.TestUsers;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route with every identity: only what the table allows. */
class AccessTableIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();

  static List<Row> rows() {
    return AccessTable.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRouteAnswersEverybodyAsTheTableSays(Row row) {
    for (Who who : Who.values()) {
      LarderClient admin = larder.admin();
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

  @Test
  void theTableHasEveryRoute() {
    Set<String> routes = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.larder")) {
      if (type.isAnnotatedWith(Path.class)) {
        for (Method method : type.reflect().getDeclaredMethods()) {
          httpMethods(method).forEach(http -> routes.add(http + " " + route(type, method)));
        }
      }
    }
    assertThat(routes).hasSizeGreaterThan(15);
    Set<String> rows =
        AccessTable.rows().stream()
            .map(row -> row.method() + " " + template(row.path()))
            .collect(Collectors.toSet());
    assertThat(rows).containsAll(routes);
  }

  private static Set<String> httpMethods(Method method) {
    Set<String> names = new TreeSet<>();
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (http != null) {
        names.add(http.value());
      }
    }
    return names;
  }

  private static String route(JavaClass type, Method method) {
    String path = type.reflect().getAnnotation(Path.class).value();
    Path own = method.getAnnotation(Path.class);
    return ("/" + path + "/" + (own == null ? "" : own.value()))
        .replaceAll("\\{[^}]*\\}", "*")
        .replaceAll("/+", "/")
        .replaceAll("(?<=.)/$", "");
  }

  private static String template(String path) {
    return "/"
        + path.replaceAll("\\?.*", "").replaceAll("(^|/)K(/|$)", "$1*$2").replace("nothing", "*");
  }

  private static LarderClient client(Who who) {
    LarderClient nobody = larder.server().client();
    return switch (who) {
      case ANONYMOUS -> nobody;
      case WRONG_PASSWORD -> nobody.as("admin", "wrong");
      case WRONG_TOKEN -> nobody.withToken("wrong-token");
      case READER -> nobody.as("reader", TestUsers.PASSWORD);
      case READER_TOKEN -> nobody.withToken("reader-token");
      case WRITER -> nobody.as("writer", TestUsers.PASSWORD);
      case WRITER_TOKEN -> nobody.withToken("writer-token");
      case ADMIN -> larder.admin();
      case TEAM_ELSEWHERE, TEAM_AT_HOME -> nobody.as("team", TestUsers.PASSWORD);
      case TEAM_TOKEN_AT_HOME -> nobody.withToken("team-token");
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
