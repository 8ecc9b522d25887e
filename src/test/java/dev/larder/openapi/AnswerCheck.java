package dev.larder.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.larder.openapi.OpenApiDocument.Content;
import dev.larder.openapi.OpenApiDocument.DocumentedResponse;
import dev.larder.openapi.OpenApiDocument.Header;
import dev.larder.openapi.OpenApiDocument.Operation;
import dev.larder.testing.RawAnswer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds an answer against the document: its status, each of its headers, its body. */
final class AnswerCheck {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROBLEM = "application/problem+json";

  /** What answers have besides: of HTTP itself, and what the introduction says of all of them. */
  private static final Set<String> ANYWHERE =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "date",
          "keep-alive",
          "server",
          "transfer-encoding",
          "cache-control",
          "content-security-policy",
          "cross-origin-opener-policy",
          "referrer-policy",
          "x-content-type-options",
          "x-frame-options");

  /** What the response cache adds to each answer of the operation that it stands in front of. */
  private static final Set<String> OF_CACHED = Set.of("cache-status", "x-cache");

  private final OpenApiDocument document;

  AnswerCheck(OpenApiDocument document) {
    this.document = document;
  }

  /** Checks an answer that has to have this documented status; returns its JSON, or null. */
  @Nullable JsonNode check(Operation operation, String status, RawAnswer answer) {
    assertThat(Integer.toString(answer.status()))
        .as("%s\n%s", answer, answer.text())
        .isEqualTo(status);
    DocumentedResponse documented = operation.responses().get(status);
    headers(operation, documented, answer);
    String type = answer.header("Content-Type").orElse("").replaceFirst(" *;.*", "");
    if (operation.method().equals("HEAD")) {
      assertThat(answer.body()).isEmpty();
      return null;
    }
    if (documented.content().isEmpty()) {
      assertThat(answer.body()).as("%s", answer).isEmpty();
      assertThat(answer.header("Content-Type")).isEmpty();
      return null;
    }
    assertThat(documented.content().keySet()).as("%s", answer).contains(type);
    if (!type.endsWith("json")) {
      return null;
    }
    JsonNode json = json(answer);
    Content content = documented.content().get(type);
    assertThat(document.schemas().errors(content.schema(), json)).as("%s", json).isEmpty();
    if (type.equals(PROBLEM)) {
      problem(operation, documented, json, status);
      assertThat(answer.header("Cache-Control")).contains("no-store");
    }
    return json;
  }

  private void headers(Operation operation, DocumentedResponse documented, RawAnswer answer) {
    assertThat(answer.header("X-Content-Type-Options")).as("%s", answer).contains("nosniff");
    documented.headers().forEach((name, header) -> header(name, header, answer));
    Set<String> known =
        documented.headers().keySet().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(java.util.stream.Collectors.toSet());
    known.addAll(ANYWHERE);
    if (operation.id().equals("getRequirements")) {
      known.addAll(OF_CACHED);
    }
    assertThat(answer.headerLines())
        .extracting(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
        .as("documented headers only")
        .isSubsetOf(known);
  }

  private void header(String name, Header header, RawAnswer answer) {
    List<String> values = answer.headers(name);
    if (values.isEmpty()) {
      assertThat(header.required()).as("%s is missing in %s", name, answer).isFalse();
      return;
    }
    assertThat(values).as(name).hasSize(1);
    String text = values.get(0);
    boolean number = header.schema().path("type").asText().equals("integer");
    JsonNode value = number ? LongNode.valueOf(Long.parseLong(text)) : TextNode.valueOf(text);
    assertThat(document.schemas().errors(header.schema(), value)).as(name).isEmpty();
  }

  private void problem(
      Operation operation, DocumentedResponse documented, JsonNode json, String status) {
    String name = json.get("type").textValue().replaceFirst(".*/", "");
    assertThat(documented.problems()).as("%s", json).contains(name);
    assertThat(json.get("title")).isEqualTo(document.problem(name).get("title"));
    assertThat(json.get("status").asText()).isEqualTo(status);
    assertThat(json.get("detail").textValue()).isNotBlank();
    assertThat(json.get("detail").textValue())
        .doesNotContain("Exception", "dev.larder.", "java.", "127.0.0.1", "jedis", "jdbc");
    if (json.has("instance")) {
      assertThat(json.get("instance").textValue())
          .matches("/larder/api" + operation.path().replaceAll("\\{[a-z]+}", "[^/]+"));
    } else {
      assertThat(name).as("a problem without instance: %s", json).isEqualTo("key-too-long");
    }
  }

  private static JsonNode json(RawAnswer answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + answer, e);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
