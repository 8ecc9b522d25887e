package dev.larder.http.jaxrs;

import dev.larder.cache.CacheException;
import dev.larder.http.Answer;
import dev.larder.http.CacheRequest;
import dev.larder.http.CacheStatus;
import dev.larder.http.Decision;
import dev.larder.http.HeaderFields;
import dev.larder.http.HeaderFields.Field;
import dev.larder.http.StoredResponse;
import dev.larder.http.TargetUri;
import dev.larder.http.storage.ResponseStore.Place;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hits that are answered in front of JAX-RS. Whatever is not a plain hit for an anonymous client
 * takes the normal way, where it is looked up once more.
 */
final class EarlyAnswers {

  private EarlyAnswers() {}

  /** Answers a request if that can be done early; returns whether it was answered. */
  static boolean answer(
      ResponseCaching caching, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (caching.early().isEmpty() || !isPlain(request)) {
      return false;
    }
    Optional<EarlyEndpoints.Known> known = caching.early().at(request.getRequestURI());
    if (known.isEmpty()) {
      return false;
    }
    Endpoint endpoint = known.get().endpoint();
    CacheRequest seen = seen(request);
    Place place = Places.of(seen, endpoint, known.get().tags());
    Decision.Hit hit = hit(caching, seen, endpoint, place);
    if (hit == null) {
      return false;
    }
    StoredResponse stored = hit.stored();
    Answer answer = caching.policy().answer(seen, endpoint.directive(), stored, caching.now());
    CacheStatus status = CacheStatus.hit(hit.ttl());
    if (caching.settings().keyInStatus()) {
      status = status.key(place.head());
    }
    send(request, response, answer, Responses.marked(answer, "HIT", status), stored);
    return true;
  }

  /** Credentials of any kind, cookies included, take the normal way. */
  private static boolean isPlain(HttpServletRequest request) {
    String method = request.getMethod();
    return (method.equals("GET") || method.equals("HEAD"))
        && request.getHeader("Authorization") == null
        && request.getHeader("Cookie") == null
        && request.getUserPrincipal() == null
        && request.getAttribute("jakarta.servlet.request.X509Certificate") == null;
  }

  private static CacheRequest seen(HttpServletRequest request) {
    List<Field> fields = new ArrayList<>(16);
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        fields.add(new Field(name, value));
      }
    }
    return new CacheRequest(request.getMethod(), target(request), HeaderFields.of(fields), null);
  }

  private static TargetUri target(HttpServletRequest request) {
    StringBuffer url = request.getRequestURL();
    int authority = url.indexOf("://") + 3;
    int path = url.indexOf("/", authority);
    return new TargetUri(
        request.getScheme(),
        url.substring(authority, path < 0 ? url.length() : path),
        request.getRequestURI(),
        request.getQueryString());
  }

  private static Decision.@Nullable Hit hit(
      ResponseCaching caching, CacheRequest request, Endpoint endpoint, Place place) {
    Decision decision;
    try {
      decision = caching.decideEarly(request, endpoint, place);
    } catch (CacheException e) {
      // Counted and logged where it happened; the normal way does without the store.
      return null;
    }
    boolean plain =
        decision instanceof Decision.Hit hit
            && !hit.refresh()
            // Whether those bytes are coded already only the interceptors know.
            && !hit.stored().fields().has("Content-Encoding");
    return plain ? (Decision.Hit) decision : null;
  }

  /** Sends an answer from the cache without JAX-RS. */
  static void send(
      HttpServletRequest request,
      HttpServletResponse response,
      Answer answer,
      HeaderFields fields,
      StoredResponse stored)
      throws IOException {
    response.setStatus(answer.status());
    for (Field field : fields.lines()) {
      response.addHeader(field.name(), field.value());
    }
    if (answer.length() > 0) {
      response.setContentLength(answer.length());
      if (request.getMethod().equals("GET")) {
        response.getOutputStream().write(stored.body(), answer.offset(), answer.length());
      }
    }
  }
}
