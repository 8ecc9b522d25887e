package dev.larder.http.sample;

import dev.larder.http.sample.ConformanceOrigin.RequestFields;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One test of the conformance suite at the origin: what to answer to its first, second, … request,
 * and what it has seen. Thread-safe.
 */
final class ConformanceCase {

  private final String id;
  private final JsonArray configuration;
  private final Map<Integer, ConformanceFields> sent = new HashMap<>();
  private final List<Seen> seen = new ArrayList<>();

  /**
   * Makes a case that has seen no request.
   *
   * @param configuration one object for each request that the client is going to send
   */
  ConformanceCase(String id, JsonArray configuration) {
    this.id = id;
    this.configuration = configuration;
  }

  synchronized boolean untouched() {
    return seen.isEmpty();
  }

  /** What the client wants to know at the end: each request that came as far as here. */
  synchronized JsonArray seen() {
    JsonArrayBuilder requests = Json.createArrayBuilder();
    seen.forEach(each -> requests.add(each.json()));
    return requests.build();
  }

  synchronized Response answer(String method, RequestFields request, URI uri) {
    int count = seen.size() + 1;
    int claimed = number(request.get("Req-Num"));
    int number = claimed == 0 ? count : claimed;
    if (number > configuration.size()) {
      return Response.status(409).entity("no configuration for request " + number).build();
    }
    JsonObject wanted = configuration.getJsonObject(number - 1);
    ConformanceFields fields = new ConformanceFields(wanted, uri, Instant.now());
    fields.put("Server-Base-Url", uri.toString());
    fields.put("Server-Request-Count", Integer.toString(count));
    fields.put("Client-Request-Count", Integer.toString(claimed));
    fields.addWanted(request.get("Surrogate-Capability"));
    fields.putIfAbsent("Content-Type", "text/plain");
    sent.put(number, fields);
    seen.add(new Seen(claimed, method, snapshot(request), fields.checked()));
    fields.put(
        "Request-Numbers",
        seen.stream()
            .map(each -> Integer.toString(each.number()))
            .collect(Collectors.joining(" ")));
    if (wanted.getBoolean("disconnect", false)) {
      throw new IllegalStateException("the origin is to fail here");
    }
    return fields.response(status(wanted, number, request), body(wanted, fields));
  }

  private Response.ResponseBuilder status(JsonObject wanted, int number, RequestFields request) {
    if (wanted.getString("expected_type", "").endsWith("validated")) {
      return asksForTheAnswerBefore(number, request)
          ? Response.notModified()
          : Response.status(400, "304 Not Generated");
    }
    JsonArray given = wanted.getJsonArray("response_status");
    return given == null ? Response.ok() : Response.status(given.getInt(0), given.getString(1));
  }

  /** Whether the condition of a request is exactly the validator of the answer before. */
  private boolean asksForTheAnswerBefore(int number, RequestFields request) {
    if (number < 2) {
      return false;
    }
    ConformanceFields before = sent.computeIfAbsent(number - 1, this::answeredByTheCache);
    return (isCondition(request.get("If-Modified-Since"), before.last("Last-Modified"))
        || isCondition(request.get("If-None-Match"), before.last("ETag")));
  }

  /** The fields that the resource would have sent, had the cache asked it. */
  private ConformanceFields answeredByTheCache(int number) {
    JsonObject wanted = configuration.getJsonObject(number - 1);
    ConformanceFields fields = new ConformanceFields(wanted, URI.create("/"), Instant.EPOCH);
    fields.addWanted(null);
    return fields;
  }

  private static boolean isCondition(@Nullable String condition, @Nullable String validator) {
    return validator != null && Objects.equals(condition, validator);
  }

  /** The body, as short as the Content-Length that is wanted: a server keeps that promise. */
  private byte[] body(JsonObject wanted, ConformanceFields fields) {
    String text = wanted.get("response_body") instanceof JsonString given ? given.getString() : id;
    byte[] body = text.getBytes(StandardCharsets.US_ASCII);
    String length = fields.last("Content-Length");
    return length == null ? body : Arrays.copyOf(body, Integer.parseInt(length));
  }

  private static Map<String, String> snapshot(RequestFields request) {
    Map<String, String> fields = new HashMap<>();
    // The key set follows what filters changed, on every server; iterating the map does not.
    for (String name : request.headers().getRequestHeaders().keySet()) {
      String value = request.get(name);
      if (value != null) {
        fields.put(name.toLowerCase(Locale.ROOT), value);
      }
    }
    return fields;
  }

  /** The number with which a text begins, since the client repeats some fields of its own. */
  private static int number(@Nullable String text) {
    return text == null ? 0 : Integer.parseInt(text.replaceFirst("[^0-9].*", ""));
  }

  private record Seen(int number, String method, Map<String, String> fields, JsonArray checked) {

    JsonObject json() {
      JsonObjectBuilder headers = Json.createObjectBuilder();
      fields.forEach(headers::add);
      return Json.createObjectBuilder()
          .add("request_num", number)
          .add("request_method", method)
          .add("request_headers", headers)
          .add("response_headers", checked)
          .build();
    }
  }
}
