package dev.larder.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.openapi.OpenApiDocument.Content;
import dev.larder.openapi.OpenApiDocument.Operation;
import dev.larder.openapi.OpenApiDocument.Parameter;
import dev.larder.testing.RawAnswer;
import dev.larder.testing.RawConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request: the documented example of an operation, which a test then spoils in one place. Not
 * thread-safe.
 */
public final class Call {

  private final Operation operation;
  private final Map<String, String> path = new LinkedHashMap<>();
  private final Map<String, String> query = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private byte @Nullable [] body;

  /** The request with the examples of all parameters that have one, and of the first body. */
  public Call(Operation operation) {
    this.operation = operation;
    for (Parameter parameter : operation.parameters()) {
      if (parameter.example() != null) {
        (parameter.in().equals("path") ? path : query)
            .put(parameter.name(), encoded(parameter.example().asText()));
      }
    }
    operation.body().keySet().stream().findFirst().ifPresent(this::example);
  }

  /** The percent-encoded form of a text, as any part of a URI. */
  static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~:".indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append(String.format("%%%02X", (int) c));
      }
    }
    return encoded.toString();
  }

  /** The {@code Authorization} of a user. */
  static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** Sends the documented example of this media type. */
  Call example(String mediaType) {
    Content content = operation.body().get(mediaType);
    JsonNode example = content.examples().values().iterator().next();
    String type = mediaType.equals("*/*") ? "application/octet-stream" : mediaType;
    return body(type, type.endsWith("json") ? example.toString() : example.textValue());
  }

  /** Sends this body instead. */
  Call body(String contentType, String text) {
    header("Content-Type", contentType);
    body = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  /** Sends a body of the operation's type, and says that it is so long, whatever it is. */
  Call declared(long length) {
    return header("Content-Length", Long.toString(length));
  }

  /** Gives a path parameter as it is, encoded already. */
  Call path(String name, String raw) {
    path.put(name, raw);
    return this;
  }

  /** Gives a query parameter as it is, encoded already. */
  Call query(String name, String raw) {
    query.put(name, raw);
    return this;
  }

  /** Gives a header, in place of one of the same name. */
  Call header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Takes a header away. */
  Call without(String header) {
    headers.remove(header);
    return this;
  }

  /** Sends it to the service on a port of this machine, and waits for the answer. */
  RawAnswer send(int port) {
    List<String> lines = new ArrayList<>();
    headers.forEach((name, value) -> lines.add(name + ": " + value));
    try (RawConnection connection = RawConnection.open(port)) {
      return connection.exchange(operation.method(), target(), body, lines.toArray(String[]::new));
    }
  }

  /** What the request line asks for. */
  String target() {
    String target = "/larder/api" + operation.path();
    for (Map.Entry<String, String> each : path.entrySet()) {
      target = target.replace("{" + each.getKey() + "}", each.getValue());
    }
    return query.isEmpty()
        ? target
        : target
            + query.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("&", "?", ""));
  }

  @Override
  public String toString() {
    return operation.method() + " " + target();
  }
}
