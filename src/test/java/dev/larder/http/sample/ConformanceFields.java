package dev.larder.http.sample;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The response fields of one request of the conformance suite. */
final class ConformanceFields {

  private static final Set<String> DATES =
      Set.of("date", "expires", "last-modified", "if-modified-since", "if-unmodified-since");
  private static final Set<String> LOCATIONS = Set.of("location", "content-location");

  private final Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> checked = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final JsonObject wanted;
  private final URI base;
  private final Instant now;

  /**
   * Starts with the time of the server.
   *
   * @param wanted what the client wants of this request
   * @param base of locations: the client speaks of files below the path of the request
   */
  ConformanceFields(JsonObject wanted, URI base, Instant now) {
    this.wanted = wanted;
    this.base = base;
    this.now = now;
    put("Server-Now", Long.toString(now.toEpochMilli()));
  }

  void put(String name, String value) {
    lines.put(name, new ArrayList<>(List.of(value)));
  }

  void putIfAbsent(String name, String value) {
    lines.computeIfAbsent(name, absent -> new ArrayList<>(List.of(value)));
  }

  /** Adds the fields that the client wants, each line on its own. */
  void addWanted(@Nullable String capability) {
    JsonArray headers = wanted.getJsonArray("response_headers");
    if (headers == null) {
      return;
    }
    for (JsonArray header : headers.getValuesAs(JsonArray.class)) {
      String name = header.getString(0);
      lines
          .computeIfAbsent(name, absent -> new ArrayList<>())
          .add(value(name, header.get(1), capability));
      if (header.size() < 3 || header.getBoolean(2)) {
        checked.add(name);
      }
    }
  }

  /** The last line of a field. */
  @Nullable String last(String name) {
    List<String> values = lines.get(name);
    return values == null ? null : values.get(values.size() - 1);
  }

  /** The fields that must come to the client as they are, for it to compare. */
  JsonArray checked() {
    JsonArrayBuilder fields = Json.createArrayBuilder();
    for (String name : checked) {
      List<String> values = lines.get(name);
      if (values.size() == 1) {
        fields.add(Json.createArrayBuilder().add(name).add(values.get(0)));
      } else {
        fields.add(Json.createArrayBuilder().add(name).add(Json.createArrayBuilder(values)));
      }
    }
    return fields.build();
  }

  Response response(Response.ResponseBuilder response, byte[] body) {
    lines.forEach((name, values) -> values.forEach(value -> response.header(name, value)));
    Response withoutBody = response.build();
    int status = withoutBody.getStatus();
    return status == 204 || status == 304
        ? withoutBody
        : Response.fromResponse(withoutBody).entity(body).build();
  }

  private String value(String name, JsonValue value, @Nullable String capability) {
    String field = name.toLowerCase(Locale.ROOT);
    if (value instanceof JsonNumber number && DATES.contains(field)) {
      Instant time = now.plusSeconds(number.longValue());
      return isRfc850(field) ? ConformanceDates.rfc850(time) : ConformanceDates.imf(time);
    }
    String text = value instanceof JsonString string ? string.getString() : value.toString();
    if (LOCATIONS.contains(field) && wanted.getBoolean("magic_locations", false)) {
      return text.isEmpty() ? base.toString() : base + "/" + text;
    }
    if (field.equals("surrogate-control") && capability != null) {
      return text.replace("CAPABILITY_TARGET", capability.split("=", 2)[0]);
    }
    return text;
  }

  private boolean isRfc850(String field) {
    JsonArray fields = wanted.getJsonArray("rfc850date");
    return fields != null
        && fields.getValuesAs(JsonString.class).stream()
            .anyMatch(each -> each.getString().equals(field));
  }
}
