package dev.larder.http.jaxrs;

import dev.larder.http.Answer;
import dev.larder.http.CacheStatus;
import dev.larder.http.HeaderFields;
import dev.larder.http.HeaderFields.Field;
import dev.larder.http.HttpDate;
import dev.larder.http.ResponseHead;
import dev.larder.http.StoredResponse;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** JAX-RS responses as the policy sees them, and answers from the cache as JAX-RS responses. */
final class Responses {

  static final String X_CACHE = "X-Cache";
  static final String CACHE_STATUS = "Cache-Status";
  private static final Annotation[] NO_ANNOTATIONS = {};

  private Responses() {}

  /** Gives a response a {@code Date} when it has none, and returns its head. */
  static ResponseHead head(ContainerResponseContext response, Instant now) {
    MultivaluedMap<String, Object> fields = response.getHeaders();
    if (!fields.containsKey(HttpHeaders.DATE)) {
      fields.putSingle(HttpHeaders.DATE, HttpDate.format(now));
    }
    return new ResponseHead(response.getStatus(), HeaderFields.of(response.getStringHeaders()));
  }

  /** Returns what the cache says of a request that went on to the resource. */
  static CacheStatus status(Forwarded forwarded, int forwardStatus) {
    CacheStatus status = CacheStatus.forwarded(forwarded.reason()).forwardStatus(forwardStatus);
    return forwarded.collapsed() ? status.collapsed() : status;
  }

  /** Says something else instead of what was said last. */
  static void unmark(ContainerResponseContext response, CacheStatus status) {
    List<Object> lines = response.getHeaders().get(CACHE_STATUS);
    if (lines != null && lines.size() == 1) {
      String said = lines.get(0).toString();
      int last = said.lastIndexOf("Larder;");
      String before = last < 0 ? "" : said.substring(0, last);
      response.getHeaders().putSingle(CACHE_STATUS, before + status.value());
    }
  }

  /** Says on a response of the resource what the cache did. */
  static void mark(ContainerResponseContext response, CacheStatus status) {
    MultivaluedMap<String, Object> fields = response.getHeaders();
    fields.putSingle(X_CACHE, "MISS");
    List<String> before = new ArrayList<>();
    List<Object> lines = fields.get(CACHE_STATUS);
    if (lines != null) {
      lines.forEach(line -> before.add(line.toString()));
    }
    fields.putSingle(CACHE_STATUS, status.after(before));
  }

  /** Returns the fields of an answer from the cache. */
  static HeaderFields marked(Answer answer, String xCache, CacheStatus status) {
    HeaderFields fields = answer.fields();
    return fields
        .with(X_CACHE, xCache)
        .with(CACHE_STATUS, status.after(fields.values(CACHE_STATUS)));
  }

  /** Makes the JAX-RS response of an answer from the cache. */
  static Response of(Answer answer, HeaderFields fields, StoredResponse stored) {
    Response.ResponseBuilder response = Response.status(answer.status());
    for (Field field : fields.lines()) {
      response.header(field.name(), field.value());
    }
    if (answer.length() > 0) {
      response.entity(new StoredBody(stored, answer.offset(), answer.length()));
    }
    return response.build();
  }

  /** Puts an answer from the cache in the place of what the resource answered. */
  static void replace(
      ContainerResponseContext response,
      Answer answer,
      HeaderFields fields,
      StoredResponse stored) {
    // First what may fail, so that the response is changed as a whole or not at all.
    MediaType type =
        fields
            .first(HttpHeaders.CONTENT_TYPE)
            .map(MediaType::valueOf)
            .orElse(MediaType.APPLICATION_OCTET_STREAM_TYPE);
    response.setStatus(answer.status());
    MultivaluedMap<String, Object> headers = response.getHeaders();
    headers.clear();
    if (answer.length() > 0) {
      StoredBody body = new StoredBody(stored, answer.offset(), answer.length());
      response.setEntity(body, NO_ANNOTATIONS, type);
      headers.clear();
    } else {
      response.setEntity(null);
    }
    for (Field field : fields.lines()) {
      headers.add(field.name(), field.value());
    }
  }
}
