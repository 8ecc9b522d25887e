package dev.larder.http;

import dev.larder.http.Decision.Forward;
import dev.larder.http.Decision.Hit;
import dev.larder.http.Decision.OnlyIfCached;
import dev.larder.http.Decision.Validate;
import dev.larder.http.HeaderFields.Field;
import dev.larder.http.Storability.Storable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cache in memory that carries out what the policy decides, on one thread and with a clock that
 * stands still until it is told: what a story about several requests needs, and no more.
 */
final class PolicyCache {

  /** When every story begins. */
  static final Instant START = Messages.NOW;

  /** A response with its body. */
  record Response(int status, HeaderFields fields, byte[] body) {

    static Response of(int status, String body, String... fields) {
      return new Response(status, HeaderFields.of(fields), bytes(body));
    }

    static Response ok(String... fields) {
      return of(200, "body", fields);
    }

    String text() {
      return new String(body, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  /** How a request was answered. */
  enum By {
    HIT,
    STALE_HIT,
    VALIDATED,
    RESOURCE,
    STALE_IF_ERROR,
    NOBODY
  }

  /**
   * What a client got.
   *
   * @param reason why the resource was asked, or would have been; null for a hit
   * @param refresh whether a refresh in the background is due
   */
  record Result(By by, Response response, @Nullable ForwardReason reason, boolean refresh) {

    boolean isFromCache() {
      return by == By.HIT || by == By.STALE_HIT;
    }

    int status() {
      return response.status();
    }

    Optional<String> field(String name) {
      return response.fields().first(name);
    }
  }

  private record Entry(StoredResponse stored, Instant until) {}

  private final CachePolicy policy;
  private final Map<String, List<Entry>> entries = new HashMap<>();
  private Instant now = START;

  PolicyCache(CacheOptions options) {
    policy = new CachePolicy(options);
  }

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** Answers a request. */
  Result request(
      CacheRequest request, Directive directive, Function<CacheRequest, Response> resource) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      Response response = resource.apply(request);
      ResponseHead head = new ResponseHead(response.status(), response.fields());
      for (TargetUri target : policy.invalidated(request, head)) {
        entries.keySet().removeIf(key -> key.startsWith(target + "|"));
      }
      return new Result(By.RESOURCE, response, ForwardReason.METHOD, false);
    }
    String key = request.target() + "|" + (directive.perUser() ? user(request) : "");
    Decision decision = policy.decide(request, directive, find(key, request), 7, now);
    if (decision instanceof Hit hit) {
      Response response = served(request, directive, hit.stored());
      return new Result(hit.ttl() > 0 ? By.HIT : By.STALE_HIT, response, null, hit.refresh());
    }
    if (decision instanceof OnlyIfCached only) {
      return new Result(By.NOBODY, Response.of(504, ""), only.reason(), false);
    }
    if (decision instanceof Validate validate) {
      return validate(request, directive, resource, key, validate);
    }
    Response response = forward(request, directive, resource, key, now);
    return new Result(By.RESOURCE, response, ((Forward) decision).reason(), false);
  }

  private Result validate(
      CacheRequest request,
      Directive directive,
      Function<CacheRequest, Response> resource,
      String key,
      Validate validate) {
    Instant requestTime = now;
    Response response = dated(resource.apply(with(request, validate.conditions())));
    ResponseHead head = new ResponseHead(response.status(), response.fields());
    if (response.status() == 304 && !validate.conditions().lines().isEmpty()) {
      Optional<StoredResponse> fresh = policy.freshened(validate.stored(), head, requestTime, now);
      if (fresh.isEmpty()) {
        Response whole = forward(request, directive, resource, key, requestTime);
        return new Result(By.RESOURCE, whole, validate.reason(), false);
      }
      StoredResponse merged = fresh.get();
      if (policy.storability(request, directive, merged.head(), List.of(), now)
          instanceof Storable storable) {
        put(key, policy.stored(200, storable, merged.body(), requestTime, now, 7), storable);
      }
      Response answer = served(request, directive, merged);
      return new Result(By.VALIDATED, answer, validate.reason(), false);
    }
    if (policy.mayStandIn(request, directive, validate.stored(), response.status(), now)) {
      Response answer = served(request, directive, validate.stored());
      return new Result(By.STALE_IF_ERROR, answer, validate.reason(), false);
    }
    store(request, directive, response, key, requestTime);
    return new Result(By.RESOURCE, response, validate.reason(), false);
  }

  private Response forward(
      CacheRequest request,
      Directive directive,
      Function<CacheRequest, Response> resource,
      String key,
      Instant requestTime) {
    Response response = dated(resource.apply(request));
    store(request, directive, response, key, requestTime);
    return response;
  }

  private void store(
      CacheRequest request,
      Directive directive,
      Response response,
      String key,
      Instant requestTime) {
    ResponseHead head = new ResponseHead(response.status(), response.fields());
    if (policy.storability(request, directive, head, List.of(), now) instanceof Storable storable) {
      put(
          key,
          policy.stored(response.status(), storable, response.body(), requestTime, now, 7),
          storable);
    }
  }

  private void put(String key, StoredResponse stored, Storable storable) {
    List<Entry> variants = entries.computeIfAbsent(key, k -> new ArrayList<>());
    variants.removeIf(entry -> entry.stored().selecting().equals(stored.selecting()));
    variants.add(new Entry(stored, now.plus(storable.keep())));
  }

  private Candidates find(String key, CacheRequest request) {
    List<StoredResponse> matching = new ArrayList<>();
    boolean others = false;
    for (Entry entry : entries.getOrDefault(key, List.of())) {
      if (now.isBefore(entry.until())) {
        List<StoredResponse.Selecting> selecting = entry.stored().selecting();
        List<String> names = selecting.stream().map(StoredResponse.Selecting::name).toList();
        if (Selection.of(names, request.fields()).equals(selecting)) {
          matching.add(entry.stored());
        } else {
          others = true;
        }
      }
    }
    return new Candidates(matching, others);
  }

  private Response served(CacheRequest request, Directive directive, StoredResponse stored) {
    Answer answer = policy.answer(request, directive, stored, now);
    boolean head = request.method().equals("HEAD");
    byte[] body =
        Arrays.copyOfRange(
            stored.body(), answer.offset(), answer.offset() + (head ? 0 : answer.length()));
    return new Response(answer.status(), answer.fields(), body);
  }

  private Response dated(Response response) {
    return response.fields().has("Date")
        ? response
        : new Response(
            response.status(),
            response.fields().with("Date", HttpDate.format(now)),
            response.body());
  }

  private static String user(CacheRequest request) {
    return request.principal() != null
        ? "principal " + request.principal()
        : "credentials "
            + request.fields().values("Authorization")
            + request.fields().values("Cookie");
  }

  private static CacheRequest with(CacheRequest request, HeaderFields conditions) {
    List<Field> fields =
        new ArrayList<>(
            request
                .fields()
                .without(
                    java.util.Set.of(
                        "if-none-match", "if-modified-since", "if-range", "range", "if-match"))
                .lines());
    fields.addAll(conditions.lines());
    return new CacheRequest(
        request.method(), request.target(), HeaderFields.of(fields), request.principal());
  }

  static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
