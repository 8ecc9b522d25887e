package dev.larder.http.jaxrs;

import dev.larder.cache.CacheException;
import dev.larder.http.Answer;
import dev.larder.http.CacheRequest;
import dev.larder.http.CacheStatus;
import dev.larder.http.Decision;
import dev.larder.http.HeaderFields;
import dev.larder.http.HeaderFields.Field;
import dev.larder.http.StoredResponse;
import dev.larder.http.storage.ResponseStore.Place;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Hits that are answered in front of JAX-RS. Whatever is not a plain hit for an anonymous client
 * takes the normal way, where it is looked up once more.
 */
final class EarlyAnswers {

  private EarlyAnswers() {}

  /** How it went. */
  enum Result {
    ANSWERED,
    /** It takes the normal way. */
    PASSED_ON,
    /** It takes the normal way, where the store need not be asked again. */
    STORE_AWAY
  }

  /** Answers a request if that can be done early. */
  static Result answer(
      ResponseCaching caching, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (caching.early().isEmpty() || !isPlain(request)) {
      return Result.PASSED_ON;
    }
    Optional<EarlyEndpoints.Known> known = caching.early().at(request.getRequestURI());
    if (known.isEmpty()) {
      return Result.PASSED_ON;
    }
    Endpoint endpoint = known.get().endpoint();
    CacheRequest seen = seen(request);
    Place place = Places.of(seen, endpoint, known.get().tags());
    Decision.Hit hit;
    try {
      hit = plainHit(caching.decideEarly(seen, endpoint, place));
    } catch (CacheException e) {
      // Counted and logged where it happened; the normal way does without the store.
      return Result.STORE_AWAY;
    }
    if (hit == null) {
      return Result.PASSED_ON;
    }
    caching.answeredEarly(hit, place);
    StoredResponse stored = hit.stored();
    Answer answer = caching.policy().answer(seen, endpoint.directive(), stored, caching.now());
    CacheStatus status = CacheStatus.hit(hit.ttl());
    if (caching.settings().keyInStatus()) {
      status = status.key(place.head());
    }
    send(request, response, answer, Responses.marked(answer, "HIT", status), stored);
    return Result.ANSWERED;
  }

  /** Credentials of any kind, cookies included, and content take the normal way. */
  private static boolean isPlain(HttpServletRequest request) {
    String method = request.getMethod();
    return (method.equals("GET") || method.equals("HEAD"))
        && request.getContentLengthLong() <= 0
        && request.getHeader("Transfer-Encoding") == null
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
    return new CacheRequest(
        request.getMethod(), Requests.target(request), HeaderFields.of(fields), null);
  }

  private static Decision.@Nullable Hit plainHit(Decision decision) {
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
    Set<String> sent = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Field field : fields.lines()) {
      if (sent.add(field.name())) {
        response.setHeader(field.name(), field.value());
      } else {
        response.addHeader(field.name(), field.value());
      }
    }
    if (answer.length() > 0) {
      response.setContentLength(answer.length());
      if (request.getMethod().equals("GET")) {
        stored.writeBody(response.getOutputStream(), answer.offset(), answer.length());
      }
    }
  }
}
