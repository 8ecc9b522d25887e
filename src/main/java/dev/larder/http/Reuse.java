package dev.larder.http;

import dev.larder.http.Decision.Forward;
import dev.larder.http.Decision.Hit;
import dev.larder.http.Decision.OnlyIfCached;
import dev.larder.http.Decision.Validate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a stored response answers a request (RFC 9111, section 4). */
final class Reuse {

  private static final long SECOND = 1_000;

  private final CacheRequest request;
  private final Directive directive;
  private final CacheOptions options;
  private final CacheControl wanted;
  private final Trace trace;

  private Reuse(CacheRequest request, Directive directive, CacheOptions options, Trace trace) {
    this.request = request;
    this.directive = directive;
    this.options = options;
    this.wanted = CacheControl.parse(request.fields().values("Cache-Control"));
    this.trace = trace;
  }

  /** Decides what to do with a request: see {@link CachePolicy#decide}. */
  static Decision decide(
      CacheRequest request,
      Directive directive,
      Candidates candidates,
      long resource,
      Instant now,
      CacheOptions options,
      Trace trace) {
    if (trace.decides(Rule.METHOD, !isAnswerable(request))) {
      return new Forward(ForwardReason.METHOD);
    }
    Reuse reuse = new Reuse(request, directive, options, trace);
    Decision decision = reuse.decide(candidates, resource, now);
    return unlessOnlyIfCached(decision, reuse.wanted, trace);
  }

  /** Returns whether responses to this method may come from the cache. */
  static boolean isAnswerable(CacheRequest request) {
    return request.method().equals("GET") || request.method().equals("HEAD");
  }

  /** Returns whether only the resource can answer: see {@link CachePolicy#needsResource}. */
  static boolean needsResource(HeaderFields fields) {
    return fields.has("If-Match")
        || fields.has("If-Unmodified-Since")
        || fields.has("Transfer-Encoding")
        || fields.values("Content-Length").stream().anyMatch(length -> !length.equals("0"));
  }

  /** Returns the decision for a client that may not want the resource asked. */
  static Decision unlessOnlyIfCached(Decision decision, CacheControl wanted, Trace trace) {
    boolean refused = wanted.onlyIfCached() && !(decision instanceof Hit);
    if (!trace.decides(Rule.ONLY_IF_CACHED, refused)) {
      return decision;
    }
    if (decision instanceof Validate validate) {
      return new OnlyIfCached(validate.reason());
    }
    return decision instanceof Forward forward ? new OnlyIfCached(forward.reason()) : decision;
  }

  private Decision decide(Candidates candidates, long resource, Instant now) {
    StoredResponse stored = select(candidates, resource);
    if (trace.decides(Rule.VARY_MISS, stored == null && candidates.others())) {
      return new Forward(ForwardReason.VARY_MISS);
    }
    trace.decides(Rule.URI_MISS, stored == null);
    if (stored == null) {
      return new Forward(ForwardReason.URI_MISS);
    }
    Freshness freshness = stored.freshness();
    CacheControl response = freshness.directives();
    if (trace.decides(Rule.AUTHORIZATION, !Sharing.allowed(request, directive, response))) {
      return new Forward(ForwardReason.REQUEST);
    }
    if (trace.decides(Rule.REQUEST_NO_STORE, options.clientReload() && wanted.noStore())) {
      return new Forward(ForwardReason.REQUEST);
    }
    long age = freshness.ageMillis(now);
    long left = freshness.lifetimeMillis(directive, options) - age;
    if (trace.decides(Rule.NO_CACHE, response.noCache())) {
      return validate(stored, ForwardReason.STALE);
    }
    boolean fresh = left > 0;
    if (isReload(age, left)) {
      return validate(stored, fresh ? ForwardReason.REQUEST : ForwardReason.STALE);
    }
    if (trace.decides(Rule.FRESH, fresh)) {
      return hit(stored, age, left, false);
    }
    if (trace.decides(Rule.STALE_FORBIDDEN, Staleness.isForbidden(response))) {
      return validate(stored, ForwardReason.STALE);
    }
    boolean served = Staleness.isWithin(-left, response.staleWhileRevalidate()) && !wantsFresh();
    if (trace.decides(Rule.STALE_WHILE_REVALIDATE, served)) {
      return hit(stored, age, left, true);
    }
    if (trace.decides(Rule.MAX_STALE, Staleness.isWithin(-left, wanted.maxStale()))) {
      return hit(stored, age, left, false);
    }
    trace.decides(Rule.STALE_NOT_ALLOWED, true);
    return validate(stored, ForwardReason.STALE);
  }

  /**
   * Returns the most recent of the candidates (RFC 9111, section 4.1), without those of another
   * resource method and those that could not be stored now; null when there is none.
   */
  private @Nullable StoredResponse select(Candidates candidates, long resource) {
    StoredResponse selected = null;
    for (StoredResponse candidate : candidates.matching()) {
      trace.candidate(candidate);
      if (isUsable(candidate, resource)
          && (selected == null || isMoreRecent(candidate, selected))) {
        selected = candidate;
      }
    }
    trace.selected(selected);
    return selected;
  }

  private boolean isUsable(StoredResponse candidate, long resource) {
    boolean other = resource != 0 && candidate.resource() != 0 && candidate.resource() != resource;
    if (trace.decides(Rule.OTHER_RESOURCE, other)
        || trace.decides(Rule.NOT_SELECTED, !isSelectedByAll(candidate))) {
      return false;
    }
    CacheControl response = candidate.freshness().directives();
    return Sharing.refusal(candidate.status(), candidate.fields(), response, directive, trace)
        .isEmpty();
  }

  /**
   * Whether all that it varies by was compared: it may have been stored under another directive.
   */
  private boolean isSelectedByAll(StoredResponse candidate) {
    if (directive.varyBy().isEmpty() && !candidate.fields().has("Vary")) {
      return true;
    }
    VaryField vary = VaryField.parse(candidate.fields().values("Vary")).and(directive.varyBy());
    for (String name : vary.names()) {
      if (candidate.selecting().stream().noneMatch(each -> each.name().equals(name))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMoreRecent(StoredResponse one, StoredResponse other) {
    int byDate = one.freshness().date().compareTo(other.freshness().date());
    return byDate > 0 || (byDate == 0 && one.responseTime().isAfter(other.responseTime()));
  }

  /** Returns whether the client may say so, and does not want the response without validation. */
  private boolean isReload(long age, long left) {
    boolean may = options.clientReload();
    return trace.decides(Rule.REQUEST_NO_CACHE, may && wanted.noCache())
        || trace.decides(Rule.PRAGMA, may && isPragmaNoCache())
        || trace.decides(Rule.REQUEST_MAX_AGE, may && isAboveMaxAge(age))
        || trace.decides(Rule.REQUEST_MIN_FRESH, may && isBelowMinFresh(left));
  }

  private boolean isAboveMaxAge(long age) {
    if (wanted.maxAge().isEmpty()) {
      return false;
    }
    // A client that says 0 means a validation, also in the millisecond of the response.
    long maxAge = wanted.maxAge().getAsLong();
    return maxAge == 0 || age > maxAge * SECOND;
  }

  private boolean isBelowMinFresh(long left) {
    return wanted.minFresh().isPresent() && left < wanted.minFresh().getAsLong() * SECOND;
  }

  /** {@code Pragma} counts only where there is no {@code Cache-Control} (RFC 9111, section 5.4). */
  private boolean isPragmaNoCache() {
    return request.fields().has("Pragma")
        && !request.fields().has("Cache-Control")
        && CacheControl.parse(request.fields().values("Pragma")).noCache();
  }

  /** A client that gives a maximum age takes nothing stale, unless it says so as well. */
  private boolean wantsFresh() {
    return options.clientReload() && wanted.maxAge().isPresent() && wanted.maxStale().isEmpty();
  }

  private static Decision hit(StoredResponse stored, long age, long left, boolean refresh) {
    return new Hit(stored, age / SECOND, seconds(left), refresh);
  }

  /** Rounds away from zero: while a response is fresh, age and ttl add up to its lifetime. */
  static long seconds(long left) {
    return left > 0 ? (left + SECOND - 1) / SECOND : Math.floorDiv(left, SECOND);
  }

  private static Decision validate(StoredResponse stored, ForwardReason reason) {
    return new Validate(stored, Validators.conditions(stored), reason);
  }
}
