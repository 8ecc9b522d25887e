package dev.larder.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemas of the OpenAPI document, as JSON Schema 2020-12, which those of OpenAPI 3.1 are. They
 * are taken strictly here: a member that no schema names is an error, so that answers have nothing
 * that is not documented. Thread-safe.
 */
public final class Schemas {

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  private final JsonNode definitions;
  private final Map<JsonNode, Schema> known = new ConcurrentHashMap<>();

  Schemas(JsonNode root) {
    definitions = localized(root.at("/components/schemas"));
  }

  /** What is wrong with a value of a schema of the document; empty when nothing is. */
  public List<String> errors(JsonNode schema, JsonNode value) {
    return known.computeIfAbsent(schema, this::compiled).validate(value).stream()
        .map(Error::toString)
        .toList();
  }

  /** What is wrong with a value of the schema under {@code /components/schemas}. */
  public List<String> errors(String component, JsonNode value) {
    JsonNode schema = definitions.path(component);
    if (schema.isMissingNode()) {
      throw new IllegalArgumentException("there is no schema " + component);
    }
    return errors(schema, value);
  }

  /** A schema that stands on its own: with all components as its definitions. */
  private Schema compiled(JsonNode schema) {
    ObjectNode alone = localized(schema);
    alone.set("$defs", definitions);
    return REGISTRY.getSchema(alone);
  }

  /** The schema with references to {@code $defs}, and objects closed that say nothing of it. */
  private static ObjectNode localized(JsonNode schema) {
    ObjectNode copy = schema.deepCopy();
    rewrite(copy);
    return copy;
  }

  private static void rewrite(JsonNode node) {
    if (node instanceof ObjectNode object) {
      if (object.get("$ref") instanceof TextNode ref) {
        object.put("$ref", ref.textValue().replace("#/components/schemas/", "#/$defs/"));
      }
      if (object.has("properties") && !object.has("additionalProperties")) {
        object.put("additionalProperties", false);
      }
    }
    node.forEach(Schemas::rewrite);
  }
}
