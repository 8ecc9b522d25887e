package dev.larder.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457): what the sender of a failed request is told. Instances are
 * immutable.
 *
 * @param type the kind of problem
 * @param detail what is wrong in this case and what to do
 * @param headers the headers of the answer that go with it
 * @param members further members of the document, by name
 */
public record Problem(
    ProblemType type, String detail, Map<String, String> headers, Map<String, Object> members) {

  /** The media type of problem documents. */
  public static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

  /** Copies the maps. */
  public Problem {
    headers = Map.copyOf(headers);
    members = new LinkedHashMap<>(members);
  }

  /** Makes a problem without headers and further members. */
  public static Problem of(ProblemType type, String detail) {
    return new Problem(type, detail, Map.of(), Map.of());
  }

  /**
   * Returns the document as JSON.
   *
   * @param instance the path of the request, or {@code null} when it is not known
   */
  public byte[] json(@Nullable String instance) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", type.uri());
    document.put("title", type.title());
    document.put("status", type.status());
    document.put("detail", detail);
    if (instance != null) {
      document.put("instance", instance);
    }
    members.forEach(document::putIfAbsent);
    try {
      return Json.MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      // Members are text, numbers and maps of them; whoever adds another is wrong.
      throw new IllegalStateException("a problem's members have no JSON form", e);
    }
  }

  /** Returns the answer: written as bytes, so that no provider and no {@code Accept} changes it. */
  public Response response(@Nullable String instance) {
    Response.ResponseBuilder answer =
        Response.status(type.status())
            .entity(json(instance))
            .type(MEDIA_TYPE)
            .header(HttpHeaders.CACHE_CONTROL, "no-store");
    headers.forEach(answer::header);
    return answer.build();
  }

  /** Sends the answer, for what is not JAX-RS. */
  public void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
    send(Instance.of(request), response);
  }

  void send(@Nullable String instance, HttpServletResponse response) throws IOException {
    byte[] body = json(instance);
    response.setStatus(type.status());
    response.setContentType(MEDIA_TYPE.toString());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    headers.forEach(response::setHeader);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
