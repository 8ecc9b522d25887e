package dev.larder.http.jaxrs;

import dev.larder.http.CachePolicy;
import dev.larder.http.CacheRequest;
import dev.larder.http.Candidates;
import dev.larder.http.Directive;
import dev.larder.http.Explanation;
import dev.larder.http.ResponseExplainer;
import dev.larder.http.ResponseHead;
import dev.larder.http.ResponseKeys;
import dev.larder.http.storage.ResponseStore;
import dev.larder.http.storage.ResponseStore.Found;
import dev.larder.http.storage.ResponseStore.Place;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explains by the policy, the store and the endpoints of an application. Thread-safe. */
final class ApplicationExplainer implements ResponseExplainer {

  /** Says that it does not matter, or is not known, which resource method answers. */
  private static final long ANY_RESOURCE = 0;

  private final CachePolicy policy;
  private final ResponseStore store;
  private final BoundMethods bound;
  private final boolean enabled;
  private final Clock clock;

  ApplicationExplainer(
      CachePolicy policy, ResponseStore store, BoundMethods bound, boolean enabled, Clock clock) {
    this.policy = policy;
    this.store = store;
    this.bound = bound;
    this.enabled = enabled;
    this.clock = clock;
  }

  /** What would answer a GET of the URI, as far as caching goes. */
  private record Target(
      Taken taken,
      String name,
      Directive directive,
      List<String> tags,
      long resource,
      List<String> impliedVary) {}

  @Override
  public Answer explain(Question question) {
    CacheRequest request = question.request();
    Target target = target(question);
    Instant now = question.at() == null ? clock.instant() : question.at();
    Place place =
        new Place(
            ResponseKeys.head(request, target.directive()),
            ResponseKeys.generations(request.target(), target.directive(), target.tags()));
    boolean looks = request.method().equals("GET") || request.method().equals("HEAD");
    Found found = looks ? store.find(place, request.fields()) : null;
    ResponseHead response = question.response();
    return new Answer(
        now,
        enabled,
        target.taken(),
        target.name(),
        target.directive(),
        place.head(),
        target.tags(),
        found != null && found.uncacheable(),
        policy.explainReuse(
            request,
            target.directive(),
            found == null ? Candidates.NONE : found.candidates(),
            target.resource(),
            now),
        response == null ? null : storing(request, target, response, now),
        response == null ? null : policy.explainInvalidation(request, response),
        response == null ? List.of() : invalidated(question, response));
  }

  private Explanation.Storing storing(
      CacheRequest request, Target target, ResponseHead response, Instant now) {
    return policy.explainStoring(request, target.directive(), response, target.impliedVary(), now);
  }

  /** What a method declares is invalidated by each response without error, also of a GET. */
  private List<String> invalidated(Question question, ResponseHead response) {
    String path = below(question);
    boolean succeeds = response.status() >= 200 && response.status() <= 399;
    return path == null || !succeeds
        ? List.of()
        : bound.invalidated(question.request().method(), path);
  }

  private Target target(Question question) {
    String path = below(question);
    List<BoundMethods.At<Endpoint>> endpoints = path == null ? List.of() : bound.cached(path);
    Directive given = question.directive();
    if (endpoints.isEmpty()) {
      return given == null
          ? new Target(Taken.NONE, "", Directive.EXPLICIT_ONLY, List.of(), ANY_RESOURCE, List.of())
          : new Target(Taken.GIVEN, "", given, given.tags(), ANY_RESOURCE, List.of());
    }
    BoundMethods.At<Endpoint> first = endpoints.get(0);
    Endpoint endpoint = first.method();
    List<String> vary = new ArrayList<>(endpoint.impliedVary());
    for (BoundMethods.At<Endpoint> other : endpoints) {
      other.method().impliedVary().stream().filter(each -> !vary.contains(each)).forEach(vary::add);
    }
    // Methods that share a path are told apart by what selects their responses as well.
    long resource = endpoints.size() == 1 ? endpoint.resource() : ANY_RESOURCE;
    return given == null
        ? new Target(
            Taken.ENDPOINT,
            endpoint.name(),
            endpoint.directive(),
            endpoint.tags().stream().map(each -> each.expand(first.parameters())).toList(),
            resource,
            vary)
        : new Target(Taken.GIVEN, endpoint.name(), given, given.tags(), resource, vary);
  }

  /** Returns the raw path below that of the application; null when it is not below it. */
  private static @Nullable String below(Question question) {
    String path = question.request().target().path();
    String base = question.base();
    String start = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    boolean inside = path.startsWith(start) && path.startsWith("/", start.length());
    return inside ? path.substring(start.length()) : null;
  }
}
