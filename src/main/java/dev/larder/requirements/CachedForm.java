package dev.larder.requirements;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The form that Python workers read: one JSON object in UTF-8 with exactly the members {@code
 * content} and {@code hash}, in this order.
 */
final class CachedForm {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CachedForm() {}

  static byte[] write(Requirements requirements) {
    // By way of characters: Jackson's own bytes have escapes in place of letters beyond U+FFFF.
    StringWriter text = new StringWriter(requirements.content().length() + 128);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("content", requirements.content());
      json.writeStringField("hash", requirements.hash());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads the form; empty when the bytes are anything else, or the hash is not the content's. */
  static Optional<Requirements> read(byte[] bytes) {
    try {
      JsonNode json = JSON.readTree(bytes);
      if (!json.isObject()
          || json.size() != 2
          || !json.path("content").isTextual()
          || !json.path("hash").isTextual()) {
        return Optional.empty();
      }
      return Optional.of(
          new Requirements(json.path("content").textValue(), json.path("hash").textValue()));
    } catch (IOException | IllegalArgumentException e) {
      // What is wrong with it does not matter: it is written anew from the row.
      return Optional.empty();
    }
  }
}
