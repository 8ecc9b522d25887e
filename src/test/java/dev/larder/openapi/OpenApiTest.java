package dev.larder.openapi;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.larder.openapi.OpenApiDocument.Content;
import dev.larder.openapi.OpenApiDocument.DocumentedResponse;
import dev.larder.openapi.OpenApiDocument.Operation;
import dev.larder.openapi.ResourceMethods.Endpoint;
import dev.larder.rest.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The checked-in OpenAPI document against the code, both ways: whoever changes the API has to
 * change the document, and sees it in the difference.
 */
class OpenApiTest {

  private static final OpenApiDocument DOCUMENT = OpenApiDocument.read();
  private static final Map<String, List<Endpoint>> ENDPOINTS =
      ResourceMethods.all().stream().collect(Collectors.groupingBy(Endpoint::key));
  private static final String BASE = "https://larder.dev/problems/";

  /** The schema of OpenAPI 3.1 documents as spec.openapis.org publishes it, under its date. */
  @Test
  void theDocumentIsValidOpenApi31() throws IOException {
    try (InputStream official =
        OpenApiTest.class.getResourceAsStream("/openapi/oas-3.1-schema-2026-08-03.json")) {
      var schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(official);
      assertThat(schema.validate(DOCUMENT.root())).isEmpty();
      // That the check checks: a misspelt member is noticed.
      String misspelt =
          DOCUMENT.root().toString().replaceFirst("\"operationId\"", "\"operationid\"");
      assertThat(schema.validate(misspelt, InputFormat.JSON)).isNotEmpty();
    }
    assertThat(DOCUMENT.root().get("openapi").textValue()).isEqualTo("3.1.0");
  }

  @Test
  void everySchemaOfTheDocumentIsValidJsonSchema() {
    var metaschema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                com.networknt.schema.SchemaLocation.of(
                    "https://json-schema.org/draft/2020-12/schema"));
    List<JsonNode> schemas = new ArrayList<>();
    DOCUMENT.root().at("/components/schemas").forEach(schemas::add);
    schemas.addAll(DOCUMENT.root().findValues("schema"));
    assertThat(schemas)
        .hasSizeGreaterThan(40)
        .allSatisfy(schema -> assertThat(metaschema.validate(schema)).as("%s", schema).isEmpty());
  }

  @Test
  void everyReferenceHasItsTargetAndEveryComponentIsUsed() throws IOException {
    Set<String> used = new TreeSet<>();
    DOCUMENT.root().findValuesAsText("$ref").forEach(ref -> used.add(ref.substring(1)));
    assertThat(used)
        .allSatisfy(ref -> assertThat(DOCUMENT.root().at(ref).isObject()).as(ref).isTrue());
    List<String> components = new ArrayList<>();
    DOCUMENT
        .root()
        .get("components")
        .properties()
        .forEach(
            kind ->
                kind.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        name -> components.add("/components/" + kind.getKey() + "/" + name)));
    components.removeAll(used);
    assertThat(components)
        .as("not referred to; security schemes are named, and no operation has no method")
        .containsExactlyInAnyOrder(
            "/components/securitySchemes/basic",
            "/components/securitySchemes/bearer",
            "/components/responses/MethodNotAllowed");
  }

  @Test
  void everyResourceMethodIsDocumentedAndEveryOperationIsAResourceMethod() {
    Set<String> documented =
        DOCUMENT.operations().stream()
            .filter(operation -> !operation.method().equals("HEAD"))
            .map(OpenApiTest::key)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).isEqualTo(new TreeSet<>(ENDPOINTS.keySet()));
    assertThat(DOCUMENT.operations())
        .filteredOn(operation -> operation.method().equals("HEAD"))
        .isNotEmpty()
        .allSatisfy(head -> assertThat(ENDPOINTS).containsKey("GET " + head.path()));
    assertThat(DOCUMENT.operations()).extracting(Operation::id).doesNotHaveDuplicates();
  }

  @Test
  void theRoleOfEveryOperationIsTheOneThatTheCodeAsksFor() {
    assertThat(DOCUMENT.operations())
        .allSatisfy(
            operation -> {
              assertThat(endpoints(operation))
                  .extracting(Endpoint::role)
                  .containsOnly(operation.role());
              assertThat(operation.description())
                  .startsWith(
                      operation.role().equals("anyone")
                          ? "For anyone."
                          : "Least role: " + operation.role());
              assertThat(operation.responses().containsKey("401"))
                  .isEqualTo(!operation.role().equals("anyone"));
              assertThat(forbidden(operation))
                  .as("readers have the least role there is")
                  .isEqualTo(Set.of("writer", "admin").contains(operation.role()));
            });
  }

  private static boolean forbidden(Operation operation) {
    return operation.responses().containsKey("403")
        && operation.responses().get("403").problems().contains("forbidden");
  }

  @Test
  void theMediaTypesAreThoseOfTheCode() {
    assertThat(DOCUMENT.operations())
        .allSatisfy(
            operation -> {
              assertThat(operation.body().keySet()).isEqualTo(all(operation, Endpoint::consumes));
              Set<String> answered = new TreeSet<>();
              operation.responses().entrySet().stream()
                  .filter(each -> each.getKey().startsWith("2"))
                  .forEach(each -> answered.addAll(each.getValue().content().keySet()));
              assertThat(answered).isEqualTo(all(operation, Endpoint::produces));
              assertThat(operation.responses().containsKey("406"))
                  .as("406 of %s", operation)
                  .isEqualTo(!answered.isEmpty());
            });
  }

  @Test
  void theMembersOfJsonAreThoseOfTheCode() {
    int compared = 0;
    for (Operation operation : DOCUMENT.operations()) {
      for (Endpoint endpoint : endpoints(operation)) {
        if (endpoint.bodyMembers().isPresent()) {
          assertThat(members(operation.body().get("application/json")))
              .as("%s takes", operation)
              .isEqualTo(endpoint.bodyMembers().get());
          compared++;
        }
        if (endpoint.answerMembers().isPresent()) {
          assertThat(members(operation.responses().get("200").content().get("application/json")))
              .as("%s answers", operation)
              .isEqualTo(endpoint.answerMembers().get());
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(8);
  }

  private static Set<String> members(Content content) {
    Set<String> names = new TreeSet<>();
    DOCUMENT.resolved(content.schema()).get("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void everyProblemOfTheCodeIsDocumentedAsItIsAndNoOther() {
    List<String> codes = Arrays.stream(ProblemType.values()).map(ProblemType::uri).toList();
    List<String> listed = new ArrayList<>();
    DOCUMENT
        .root()
        .at("/components/schemas/ProblemType/enum")
        .forEach(uri -> listed.add(uri.textValue()));
    assertThat(listed).containsExactlyElementsOf(codes);
    assertThat(DOCUMENT.problems()).hasSameSizeAs(codes);
    for (ProblemType type : ProblemType.values()) {
      JsonNode example = DOCUMENT.problem(type.uri().substring(BASE.length()));
      assertThat(example.path("type").asText()).isEqualTo(type.uri());
      assertThat(example.path("title").asText()).isEqualTo(type.title());
      assertThat(example.path("status").asInt()).isEqualTo(type.status());
    }
  }

  @Test
  void everyErrorSaysWhichProblemsItMayBe() {
    Set<String> documented = new TreeSet<>();
    for (Operation operation : DOCUMENT.operations()) {
      operation
          .responses()
          .forEach(
              (status, response) -> {
                documented.addAll(response.problems());
                if (status.matches("[45]..") && !(operation.id() + status).equals("health503")) {
                  assertThat(response.content().keySet())
                      .as("%s %s", operation, status)
                      .containsExactly("application/problem+json");
                  assertThat(response.problems()).isNotEmpty();
                }
                if (!status.equals("default")) {
                  assertThat(response.problems())
                      .allSatisfy(
                          name ->
                              assertThat(DOCUMENT.problem(name).get("status").asText())
                                  .as("%s of %s", name, operation)
                                  .isEqualTo(status));
                }
                assertThat(response.headers().containsKey("Retry-After"))
                    .as("Retry-After of %s %s", operation, status)
                    .isEqualTo(
                        !response.problems().isEmpty() && Set.of("429", "503").contains(status));
              });
    }
    Set<String> elsewhere = new TreeSet<>(DOCUMENT.problems());
    elsewhere.removeAll(documented);
    assertThat(elsewhere).containsExactly("method-not-allowed");
  }

  @Test
  void whatEveryRequestMayMeetIsSaidOfEveryOperation() {
    assertThat(DOCUMENT.operations())
        .allSatisfy(
            operation -> {
              Map<String, DocumentedResponse> responses = operation.responses();
              assertThat(responses.keySet()).contains("400", "431", "default");
              assertThat(responses.get("400").problems()).contains("bad-request");
              assertThat(responses.containsKey("429"))
                  .as("429 of %s", operation)
                  .isEqualTo(!operation.role().equals("anyone"));
              boolean changes = !Set.of("GET", "HEAD").contains(operation.method());
              assertThat(
                      responses.containsKey("403")
                          && responses.get("403").problems().contains("cross-site"))
                  .as("cross-site of %s", operation)
                  .isEqualTo(changes);
            });
  }

  @Test
  void everyExampleIsValidForItsSchema() {
    Schemas schemas = DOCUMENT.schemas();
    List<String> wrong = new ArrayList<>();
    for (Operation operation : DOCUMENT.operations()) {
      Stream.concat(
              operation.body().values().stream(),
              operation.responses().values().stream()
                  .flatMap(each -> each.content().values().stream()))
          .forEach(content -> check(operation.id(), content, wrong));
      operation.parameters().stream()
          .filter(each -> each.example() != null)
          .forEach(each -> wrong.addAll(schemas.errors(each.schema(), each.example())));
      operation.responses().values().stream()
          .flatMap(each -> each.headers().values().stream())
          .filter(each -> each.example() != null)
          .forEach(each -> wrong.addAll(schemas.errors(each.schema(), each.example())));
    }
    for (String problem : DOCUMENT.problems()) {
      wrong.addAll(schemas.errors("Problem", DOCUMENT.problem(problem)));
    }
    assertThat(wrong).isEmpty();
  }

  private static void check(String operation, Content content, List<String> wrong) {
    assertThat(content.examples()).as("examples of %s", operation).isNotEmpty();
    if (content.schema() != null) {
      content
          .examples()
          .forEach(
              (name, value) ->
                  DOCUMENT
                      .schemas()
                      .errors(content.schema(), value)
                      .forEach(error -> wrong.add(operation + " " + name + ": " + error)));
    }
  }

  @Test
  void whatIsAskedForByAPathIsARequiredParameterWithAnExample() {
    Pattern name = Pattern.compile("\\{([a-z]+)}");
    assertThat(DOCUMENT.operations())
        .allSatisfy(
            operation -> {
              Set<String> inPath =
                  name.matcher(operation.path())
                      .results()
                      .map(each -> each.group(1))
                      .collect(Collectors.toSet());
              assertThat(operation.parameters())
                  .filteredOn(each -> each.in().equals("path"))
                  .allSatisfy(each -> assertThat(each.required()).isTrue())
                  .extracting(OpenApiDocument.Parameter::name)
                  .containsExactlyInAnyOrderElementsOf(inPath);
              assertThat(operation.parameters())
                  .filteredOn(OpenApiDocument.Parameter::required)
                  .allSatisfy(each -> assertThat(each.example()).isNotNull());
            });
  }

  @Test
  void everyOperationBelongsToOneOfTheGroups() {
    List<String> groups = new ArrayList<>();
    DOCUMENT.root().get("tags").forEach(tag -> groups.add(tag.get("name").textValue()));
    assertThat(groups).containsExactly("Entries", "Counters", "Keys", "Requirements", "Management");
    assertThat(DOCUMENT.operations())
        .allSatisfy(operation -> assertThat(groups).containsAll(operation.tags()).isNotEmpty());
    assertThat(DOCUMENT.operations()).allSatisfy(each -> assertThat(each.tags()).hasSize(1));
  }

  @Test
  void theResourcesSayNothingOfTheirOwnBesideTheDocument() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.microprofile.openapi..")
        .because("what the document says is said once")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.larder"));
  }

  private static String key(Operation operation) {
    return operation.method() + " " + operation.path();
  }

  private static List<Endpoint> endpoints(Operation operation) {
    String method = operation.method().equals("HEAD") ? "GET" : operation.method();
    return ENDPOINTS.getOrDefault(method + " " + operation.path(), List.of());
  }

  private static Set<String> all(Operation operation, Function<Endpoint, Set<String>> part) {
    return endpoints(operation).stream()
        .flatMap(endpoint -> part.apply(endpoint).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
