package dev.larder.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The OpenAPI document that the service is delivered with, as tests read it. Immutable. */
public final class OpenApiDocument {

  /** Where it is in the sources. */
  static final Path FILE = Path.of("src", "main", "webapp", "openapi.yaml");

  private static final Set<String> METHODS =
      Set.of("get", "head", "put", "post", "delete", "patch", "options", "trace");

  private final JsonNode root;
  private final Schemas schemas;
  private final List<Operation> operations;

  private OpenApiDocument(JsonNode root) {
    this.root = root;
    schemas = new Schemas(root);
    operations = List.copyOf(readOperations());
  }

  /** Reads the document of the sources. */
  public static OpenApiDocument read() {
    try {
      return new OpenApiDocument(new YAMLMapper().readTree(FILE.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode root() {
    return root;
  }

  public Schemas schemas() {
    return schemas;
  }

  /** All operations, in the order of the document. */
  public List<Operation> operations() {
    return operations;
  }

  /** The names of all problem types, such as {@code bad-key}. */
  public Set<String> problems() {
    Set<String> names = new TreeSet<>();
    root.at("/components/examples").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The documented problem of this name. */
  JsonNode problem(String name) {
    return root.at("/components/examples/" + name + "/value");
  }

  /** The node that a {@code $ref} names, or the node itself. */
  JsonNode resolved(JsonNode node) {
    JsonNode at = node;
    while (at.has("$ref")) {
      String ref = at.get("$ref").textValue();
      JsonNode target = root.at(ref.substring(1));
      if (!ref.startsWith("#/") || target.isMissingNode()) {
        throw new IllegalStateException("the document refers to nothing: " + ref);
      }
      at = target;
    }
    return at;
  }

  private List<Operation> readOperations() {
    List<Operation> found = new ArrayList<>();
    root.get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(member -> METHODS.contains(member.getKey()))
                    .forEach(
                        member ->
                            found.add(
                                operation(
                                    path.getKey(),
                                    path.getValue(),
                                    member.getKey(),
                                    member.getValue()))));
    return found;
  }

  private Operation operation(String path, JsonNode item, String method, JsonNode node) {
    List<Parameter> parameters = new ArrayList<>();
    for (JsonNode holder : List.of(item, node)) {
      holder.path("parameters").forEach(each -> parameters.add(parameter(resolved(each))));
    }
    Map<String, DocumentedResponse> responses = new LinkedHashMap<>();
    node.path("responses")
        .properties()
        .forEach(each -> responses.put(each.getKey(), response(resolved(each.getValue()))));
    List<String> tags = new ArrayList<>();
    node.path("tags").forEach(tag -> tags.add(tag.textValue()));
    return new Operation(
        node.path("operationId").asText(),
        method.toUpperCase(java.util.Locale.ROOT),
        path,
        node.path("x-larder-role").asText(),
        node.path("description").asText(),
        tags,
        parameters,
        contents(resolved(node.path("requestBody"))),
        responses);
  }

  private Parameter parameter(JsonNode node) {
    return new Parameter(
        node.path("name").asText(),
        node.path("in").asText(),
        node.path("required").asBoolean(),
        node.path("schema"),
        node.get("example"));
  }

  private DocumentedResponse response(JsonNode node) {
    Map<String, Header> headers = new LinkedHashMap<>();
    node.path("headers")
        .properties()
        .forEach(
            each -> {
              JsonNode header = resolved(each.getValue());
              headers.put(
                  each.getKey(),
                  new Header(
                      header.path("required").asBoolean(),
                      header.path("schema"),
                      header.get("example")));
            });
    return new DocumentedResponse(headers, contents(node));
  }

  private Map<String, Content> contents(JsonNode holder) {
    Map<String, Content> contents = new LinkedHashMap<>();
    holder
        .path("content")
        .properties()
        .forEach(
            each -> {
              Map<String, JsonNode> examples = new LinkedHashMap<>();
              each.getValue()
                  .path("examples")
                  .properties()
                  .forEach(
                      example ->
                          examples.put(
                              example.getKey(), resolved(example.getValue()).get("value")));
              contents.put(each.getKey(), new Content(each.getValue().get("schema"), examples));
            });
    return contents;
  }

  /**
   * One operation.
   *
   * @param id its operationId
   * @param method in capitals
   * @param path with names in braces, below the API's root
   * @param role the least role, or {@code anyone}
   * @param body the bodies that it takes, by media type; empty when it takes none
   * @param responses by status, and {@code default}
   */
  public record Operation(
      String id,
      String method,
      String path,
      String role,
      String description,
      List<String> tags,
      List<Parameter> parameters,
      Map<String, Content> body,
      Map<String, DocumentedResponse> responses) {

    /** The parameter of this name; null when there is none. */
    public @Nullable Parameter parameter(String in, String name) {
      return parameters.stream()
          .filter(each -> each.in().equals(in) && each.name().equals(name))
          .findFirst()
          .orElse(null);
    }

    @Override
    public String toString() {
      return id;
    }
  }

  /**
   * A parameter.
   *
   * @param in {@code path}, {@code query} or {@code header}
   */
  public record Parameter(
      String name, String in, boolean required, JsonNode schema, @Nullable JsonNode example) {}

  /** What a body may be: anything when there is no schema. */
  public record Content(@Nullable JsonNode schema, Map<String, JsonNode> examples) {}

  /** A header of an answer. */
  public record Header(boolean required, JsonNode schema, @Nullable JsonNode example) {}

  /** An answer. */
  public record DocumentedResponse(Map<String, Header> headers, Map<String, Content> content) {

    /** The problem types that this answer may have: its examples are named after them. */
    Set<String> problems() {
      Content problem = content.get("application/problem+json");
      return problem == null ? Set.of() : problem.examples().keySet();
    }
  }
}
