package dev.larder.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.openapi.OpenApiDocument.DocumentedResponse;
import dev.larder.openapi.OpenApiDocument.Operation;
import dev.larder.openapi.Provocations.Phase;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.NotOn;
import dev.larder.testing.RawAnswer;
import dev.larder.testing.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Everything that the OpenAPI document promises, asked of a running service: each operation by its
 * own examples, and each error of each operation provoked. The list comes from the document, so
 * that nothing can be promised and not be asked for.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Feature("Answers as OpenAPI documents them")
class DocumentedAnswersIT {

  private static final OpenApiDocument DOCUMENT = OpenApiDocument.read();
  private static final AnswerCheck CHECK = new AnswerCheck(DOCUMENT);
  private static final String PROBLEM = "application/problem+json";

  /** What cannot be brought about from outside: a bug, and what nothing in the service answers. */
  private static final Set<String> NEVER = Set.of("internal-error", "unprocessable");

  private static final List<Case> CASES = cases();
  private static final Set<Case> DRIVEN = new TreeSet<>(Comparator.comparing(Case::toString));
  private static final Set<Case> SERVERS = new TreeSet<>(Comparator.comparing(Case::toString));
  private static final Set<String> PROBLEMS = new TreeSet<>();

  private static World world;
  private static Phase phase = Phase.WHOLE;

  /**
   * One promise: an operation has this outcome.
   *
   * @param accept the media type of the answer, where there are several to choose from
   * @param sent the media type of the body, where the operation takes one
   * @param problem the name of the problem type, or empty
   */
  record Case(Operation operation, String status, String accept, String sent, String problem) {

    Phase phase() {
      if (!problem.isEmpty()) {
        return Provocations.phase(problem);
      }
      return switch (status) {
        case "202" -> Phase.REDIS_AWAY;
        case "503" -> Phase.DATABASE_AWAY;
        default -> Phase.WHOLE;
      };
    }

    @Override
    public String toString() {
      return String.join(" ", operation.id(), status, problem, sent, accept)
          .replaceAll(" +", " ")
          .strip();
    }
  }

  private static List<Case> cases() {
    List<Case> all = new ArrayList<>();
    for (Operation operation : DOCUMENT.operations()) {
      operation.responses().entrySet().stream()
          .filter(response -> !response.getKey().equals("default"))
          .forEach(
              response -> all.addAll(cases(operation, response.getKey(), response.getValue())));
    }
    all.sort(Comparator.comparing(Case::phase));
    return all;
  }

  private static List<Case> cases(Operation operation, String status, DocumentedResponse response) {
    List<Case> all = new ArrayList<>();
    response.problems().forEach(name -> all.add(new Case(operation, status, "", "", name)));
    if (!response.content().containsKey(PROBLEM)) {
      for (String accept : orNone(response.content().keySet())) {
        for (String sent : orNone(operation.body().keySet())) {
          all.add(new Case(operation, status, accept, sent, ""));
        }
      }
    }
    return all;
  }

  private static Set<String> orNone(Set<String> mediaTypes) {
    return mediaTypes.isEmpty() ? Set.of("") : mediaTypes;
  }

  @BeforeAll
  static void start() {
    world = new World();
  }

  @AfterAll
  static void stop() {
    if (world != null) {
      world.close();
    }
  }

  @Test
  @Order(1)
  void theServiceServesTheDocumentToAnybody() throws IOException {
    Answer answer =
        dev.larder.testing.LarderClient.of(
                java.net.URI.create("http://127.0.0.1:" + world.port() + "/larder/"))
            .get("openapi.yaml");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).contains("application/yaml");
    assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.bytes()).isEqualTo(Files.readAllBytes(OpenApiDocument.FILE));
  }

  @Test
  @Order(1)
  @NotOn(
      value = ServerKind.WILDFLY,
      because =
          "WildFly's standalone.xml has no MicroProfile OpenAPI, and so no description of its own")
  void theServersOwnDescriptionPointsToTheDocumentAndSaysNothingElse() {
    Answer answer =
        dev.larder.testing.LarderClient.of(
                java.net.URI.create("http://127.0.0.1:" + world.port() + "/"))
            .get("openapi");
    assertThat(answer.text()).contains("/larder/openapi.yaml").doesNotContain("/entries", "/keys");
  }

  @TestFactory
  @Order(2)
  Stream<DynamicTest> aMethodThatAPathDoesNotHaveIsToldThoseThatItHas() {
    return DOCUMENT.operations().stream()
        .collect(Collectors.groupingBy(Operation::path))
        .values()
        .stream()
        .map(
            operations ->
                DynamicTest.dynamicTest(operations.get(0).path(), () -> refusesPatch(operations)));
  }

  private static void refusesPatch(List<Operation> operations) {
    Operation first = operations.get(0);
    Operation patch =
        new Operation(
            "patch",
            "PATCH",
            first.path(),
            first.role(),
            "",
            List.of(),
            first.parameters(),
            java.util.Map.of(),
            java.util.Map.of());
    RawAnswer answer = new Call(patch).header("Authorization", world.asAdmin()).send(world.port());
    assertThat(answer.status()).as("%s", answer).isEqualTo(405);
    assertThat(answer.header("Content-Type")).contains(PROBLEM);
    JsonNode problem = World.json(answer.text());
    assertThat(DOCUMENT.schemas().errors("Problem", problem)).isEmpty();
    assertThat(problem.get("type").textValue()).endsWith("/method-not-allowed");
    Set<String> expected = new TreeSet<>(Set.of("OPTIONS"));
    for (Operation operation : operations) {
      expected.add(operation.method());
      if (operation.method().equals("GET")) {
        expected.add("HEAD");
      }
    }
    assertThat(answer.header("Allow").orElse("").split(" *, *"))
        .containsExactlyInAnyOrderElementsOf(expected);
    PROBLEMS.add("method-not-allowed");
  }

  @TestFactory
  @Order(3)
  Stream<DynamicTest> everyDocumentedAnswerIsGivenAsItIsDocumented() {
    return CASES.stream().map(each -> DynamicTest.dynamicTest(each.toString(), () -> drive(each)));
  }

  private static void drive(Case wanted) {
    enter(wanted.phase());
    Operation operation = wanted.operation();
    RawAnswer answer =
        wanted.problem().isEmpty()
            ? Successes.drive(world, operation, wanted.status(), wanted.accept(), wanted.sent())
            : Provocations.of(wanted.problem()).of(world, operation);
    DRIVEN.add(wanted);
    if (isOfTheServer(wanted, answer)) {
      SERVERS.add(wanted);
      return;
    }
    JsonNode json = CHECK.check(operation, wanted.status(), answer);
    if (operation.method().equals("HEAD")) {
      assertThat(answer.header("Content-Type").orElse(""))
          .startsWith(wanted.problem().isEmpty() ? "" : PROBLEM);
    } else if (!wanted.problem().isEmpty()) {
      assertThat(json.get("type").textValue()).endsWith("/" + wanted.problem());
    }
    if (Successes.isExact(operation, wanted.status()) && json != null) {
      assertThat(json)
          .isEqualTo(
              operation
                  .responses()
                  .get(wanted.status())
                  .content()
                  .get("application/json")
                  .examples()
                  .values()
                  .iterator()
                  .next());
    }
    PROBLEMS.add(wanted.problem());
  }

  /**
   * Payara refuses a path whose percent-encoded bytes are no UTF-8 before Larder sees it, with the
   * same status and no content.
   */
  private static boolean isOfTheServer(Case wanted, RawAnswer answer) {
    return wanted.problem().equals("bad-key")
        && wanted.operation().path().contains("{key}")
        && answer.status() == 400
        && answer.body().length == 0
        && answer.header("Content-Type").isEmpty();
  }

  /** Takes away what has to be away. Nothing comes back: the cases are in this order. */
  private static void enter(Phase next) {
    if (phase == Phase.WHOLE && next != Phase.WHOLE) {
      world.takeDatabaseAway();
    }
    if (phase != Phase.REDIS_AWAY && next == Phase.REDIS_AWAY) {
      world.takeRedisAway();
    }
    phase = next;
  }

  @Test
  @Order(4)
  void nothingThatIsDocumentedWasLeftOut() {
    List<Case> left = new ArrayList<>(CASES);
    left.removeAll(DRIVEN);
    assertThat(left).as("documented, and not given").isEmpty();
    Set<String> unseen = new TreeSet<>(DOCUMENT.problems());
    unseen.removeAll(PROBLEMS);
    assertThat(unseen).as("problem types that nothing brings about").isEqualTo(NEVER);
    System.out.println(
        String.format(
            Locale.ROOT,
            "Documented answers: %d operations, %d answers of them (%d by the server itself), %d of %d"
                + " problem types.",
            DOCUMENT.operations().size(),
            DRIVEN.size(),
            SERVERS.size(),
            DOCUMENT.problems().size() - NEVER.size(),
            DOCUMENT.problems().size()));
  }
}
