package dev.larder.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The decisions of a shared HTTP cache (RFC 9111) as functions of the request, what is stored, the
 * directive and the time. It holds nothing but its options, and is thread-safe.
 *
 * <p><b>A request</b> ({@link #decide}) goes through these questions, and the first that has an
 * answer decides:
 *
 * <ol>
 *   <li>Is the method {@code GET} or {@code HEAD}? Else it is forwarded ({@code method}).
 *   <li>Is something stored that {@code Vary} selects, by the same resource method, and that might
 *       be stored now as well? Else it is forwarded ({@code vary-miss}, {@code uri-miss}). Of
 *       several the one with the younger {@code Date} is taken (RFC 9111, section 4.1).
 *   <li>Has the request {@code Authorization} or an authenticated user, and the response not {@code
 *       public}, {@code must-revalidate} or {@code s-maxage} (section 3.5), and are entries not per
 *       user? Then it is forwarded ({@code request}).
 *   <li>May clients force a reload, and says this one {@code no-store}? Then it is forwarded
 *       ({@code request}). That nothing is stored then holds for every client (section 5.2.1.5).
 *   <li>Says the response {@code no-cache}, or says a client that may do so {@code no-cache},
 *       {@code max-age} below the age, {@code min-fresh} above what is left, or only {@code Pragma:
 *       no-cache}? Then it is validated (sections 5.2.1 and 5.2.2.4).
 *   <li>Is it fresh (section 4.2)? Then it is a hit.
 *   <li>Does the response forbid to use it stale ({@code must-revalidate}, {@code
 *       proxy-revalidate}, {@code s-maxage})? Then it is validated.
 *   <li>Is it within its {@code stale-while-revalidate} (RFC 5861, section 3)? Then it is a hit, to
 *       be refreshed. Within the {@code max-stale} of the client? Then it is a hit.
 *   <li>Else it is validated ({@code stale}).
 * </ol>
 *
 * <p>Whatever is to be forwarded or validated becomes {@link Decision.OnlyIfCached} when the client
 * says {@code only-if-cached}.
 *
 * <p><b>A response</b> ({@link #storability}) is stored when none of these is true, in this order:
 * the method is not {@code GET}; the request says {@code no-store}; the status is one that is never
 * stored; {@code Cache-Control} cannot be read, or says {@code no-store} (without {@code
 * must-understand}, which instead wants a known status) or {@code private}; it sets a cookie and
 * the directive does not allow it; the request is authenticated and the response not for everybody;
 * {@code Vary} has {@code *}; nobody states a lifetime and none may be estimated; it would be stale
 * on arrival, and nothing could ever be done with it.
 */
public final class CachePolicy {

  private static final long SECOND = 1_000;

  private final CacheOptions options;

  /** Makes the policy with an operator's options. */
  public CachePolicy(CacheOptions options) {
    this.options = options;
  }

  /**
   * Decides what to do with a GET or HEAD of a resource that has a directive.
   *
   * @param candidates what is stored for it
   * @param resource the resource method that would answer; a stored response of another one is not
   *     used, unless one of them is 0
   */
  public Decision decide(
      CacheRequest request,
      Directive directive,
      Candidates candidates,
      long resource,
      Instant now) {
    return Reuse.decide(request, directive, candidates, resource, now, options, Trace.NONE);
  }

  /** Returns whether a client wants a stored response or none (RFC 9111, section 5.2.1.7). */
  public boolean wantsStoredOnly(CacheRequest request) {
    return CacheControl.parse(request.fields().values("Cache-Control")).onlyIfCached();
  }

  /** Returns whether any response to a request may be stored: to a GET that does not forbid it. */
  public boolean mayStore(CacheRequest request) {
    return request.method().equals("GET")
        && !CacheControl.parse(request.fields().values("Cache-Control")).noStore();
  }

  /**
   * Decides whether the response of the resource to a GET is stored.
   *
   * @param response status and fields, {@code Date} included
   * @param impliedVary fields in lower case that select the response although it does not say so,
   *     besides those of the directive; {@code Accept-Encoding} of a coded response and {@code
   *     Origin} of one with permissions for an origin are found here
   */
  public Storability storability(
      CacheRequest request,
      Directive directive,
      ResponseHead response,
      List<String> impliedVary,
      Instant now) {
    return Storing.storability(request, directive, response, impliedVary, now, options, Trace.NONE);
  }

  /**
   * Returns the response that is stored: a 200 without {@code ETag} gets a strong one of its bytes.
   *
   * @param status the status of the response
   * @param storable what {@link #storability} said of it
   * @param body all of its identity bytes; not copied
   * @param requestTime when the request for it began
   * @param responseTime when its head was received
   * @param resource the resource method that made it; 0 when unknown
   */
  public StoredResponse stored(
      int status,
      Storability.Storable storable,
      byte[] body,
      Instant requestTime,
      Instant responseTime,
      long resource) {
    HeaderFields fields = Validators.withTag(status, storable.fields(), body);
    return new StoredResponse(
        new ResponseHead(status, fields),
        body,
        requestTime,
        responseTime,
        storable.selecting(),
        resource);
  }

  /**
   * Returns whether a stored response may be served in place of an error of the resource (RFC 5861,
   * section 4).
   *
   * @param status the status of the error; 500 for an exception
   */
  public boolean mayStandIn(
      CacheRequest request, Directive directive, StoredResponse stored, int status, Instant now) {
    return Staleness.mayStandIn(request, directive, stored, status, now, options);
  }

  /**
   * Returns the stored response with the fields of a 304 merged in (RFC 9111, section 3.2), or an
   * empty one when the 304 belongs to another representation; then the resource has to be asked
   * without conditions.
   *
   * <p>The result is right for this request. Whether it is stored again is a question for {@link
   * #storability}, with its head: the 304 may say {@code no-store}, set a cookie, or change {@code
   * Vary}, and then what is stored stays as it was.
   *
   * @param notModified the 304; one without {@code Date} gets that of its arrival
   */
  public Optional<StoredResponse> freshened(
      StoredResponse stored, ResponseHead notModified, Instant requestTime, Instant responseTime) {
    return Freshening.freshened(stored, notModified, requestTime, responseTime);
  }

  /**
   * Returns the response to a request that is answered with a stored response: the whole of it, a
   * part (206, 416), or a 304 when the client has it already.
   */
  public Answer answer(
      CacheRequest request, Directive directive, StoredResponse stored, Instant now) {
    return Answers.answer(request, stored, now);
  }

  /**
   * Returns how old a stored response is, and for how long it is fresh, as {@link #decide} counts
   * it for a request that asks for nothing special.
   */
  public ResponseAge age(StoredResponse stored, Directive directive, Instant now) {
    Freshness freshness = stored.freshness();
    long age = freshness.ageMillis(now);
    long left = freshness.lifetimeMillis(directive, options) - age;
    return new ResponseAge(
        age / SECOND, Reuse.seconds(freshness.directives().noCache() ? Math.min(0, left) : left));
  }

  /**
   * Returns the URIs that a response makes invalid (RFC 9111, section 4.4): for a response without
   * error to an unsafe method, or one that is not known, that of the request, then those of {@code
   * Location} and {@code Content-Location} with the same origin; each once.
   *
   * @param response status and fields of the response
   */
  public List<TargetUri> invalidated(CacheRequest request, ResponseHead response) {
    return Invalidation.targets(request, response, Trace.NONE);
  }

  /**
   * Returns whether only the resource can answer a request: its preconditions are of the current
   * state, which a cache does not know (RFC 9110, sections 13.1.1 and 13.1.4), or it has content,
   * which has no meaning in a GET (section 9.3.1) and is no part of the key, but an application may
   * look at it. Its response is not stored either.
   */
  public static boolean needsResource(CacheRequest request) {
    return Reuse.needsResource(request.fields());
  }

  /**
   * Explains what is done with a GET or HEAD; see {@link #decide}. A request that {@link
   * #needsResource} is forwarded without {@code decide}.
   */
  public Explanation.Reuse explainReuse(
      CacheRequest request,
      Directive directive,
      Candidates candidates,
      long resource,
      Instant now) {
    return new Explainer(this, options, request, directive, now).reuse(candidates, resource);
  }

  /**
   * Explains whether a response is stored; see {@link #storability}. The response to a GET that
   * {@link #needsResource} is not stored.
   */
  public Explanation.Storing explainStoring(
      CacheRequest request,
      Directive directive,
      ResponseHead response,
      List<String> impliedVary,
      Instant now) {
    return new Explainer(this, options, request, directive, now).storing(response, impliedVary);
  }

  /** Explains what a response makes invalid; see {@link #invalidated}. */
  public Explanation.Invalidation explainInvalidation(CacheRequest request, ResponseHead response) {
    return new Explainer(this, options, request, Directive.EXPLICIT_ONLY, Instant.EPOCH)
        .invalidation(response);
  }
}
