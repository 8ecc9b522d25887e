package dev.larder.http;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules by which {@link CachePolicy} decides, in the words of an {@link Explanation}. Each asks
 * a question; when its answer is yes the rule decides, and those behind it in its list are not
 * looked at any more.
 */
public enum Rule {
  /** The request is one that a cache cannot answer. */
  NEEDS_RESOURCE(
      "needs-resource",
      "A request with If-Match, If-Unmodified-Since or content goes to the resource, and its"
          + " response is not stored.",
      "RFC 9110, sections 13.1.1, 13.1.4 and 9.3.1"),
  /** The method is not one of which responses are stored or reused. */
  METHOD(
      "method",
      "Only GET and HEAD are answered from what is stored, and only the response to a GET is"
          + " stored.",
      "RFC 9111, section 3"),
  /** It was made by another resource method. */
  OTHER_RESOURCE(
      "other-resource",
      "What another resource method has answered for this URI is not used.",
      "Larder"),
  /** It varies by what was not compared. */
  NOT_SELECTED(
      "not-selected",
      "What was stored without comparing all fields that it varies by now is not used.",
      "RFC 9111, section 4.1"),
  /** There are responses for other requests of this URI. */
  VARY_MISS(
      "vary-miss",
      "Responses to this URI are stored, and this request selects none of them that may be used.",
      "RFC 9111, section 4.1"),
  /** There is nothing. */
  URI_MISS("uri-miss", "Nothing usable is stored for this URI.", "RFC 9111, section 4"),
  /** The request says {@code no-store}. */
  REQUEST_NO_STORE(
      "request-no-store",
      "The response to a request that says no-store is not stored; where clients may force a"
          + " reload, it gets nothing stored either.",
      "RFC 9111, section 5.2.1.5"),
  /** {@code Connection} names a field that decides. */
  CONNECTION(
      "connection",
      "A response whose Connection names a field that decides about storing is not stored.",
      "RFC 9111, section 3.1"),
  /** The status is never stored. */
  STATUS(
      "status",
      "Interim and partial responses, 304, and answers to a condition, a range or missing"
          + " credentials are never stored.",
      "RFC 9111, section 3"),
  /** {@code Cache-Control} cannot be read. */
  MALFORMED_CACHE_CONTROL(
      "malformed-cache-control",
      "A response whose Cache-Control cannot be told apart into directives counts as no-store.",
      "RFC 9111, section 4.2.1"),
  /** {@code must-understand} with a status that is not known. */
  MUST_UNDERSTAND(
      "must-understand",
      "A response that says must-understand is stored only when the cache knows its status.",
      "RFC 9111, section 5.2.2.3"),
  /** The response says {@code no-store}. */
  NO_STORE(
      "no-store",
      "A response that says no-store is neither stored nor used, unless it says must-understand.",
      "RFC 9111, section 5.2.2.5"),
  /** The response says {@code private}. */
  PRIVATE(
      "private",
      "A response that says private is neither stored nor used by a shared cache.",
      "RFC 9111, section 5.2.2.7"),
  /** The response sets a cookie. */
  SET_COOKIE(
      "set-cookie",
      "A response with Set-Cookie is neither stored nor used, unless the directive allows it.",
      "Larder; RFC 9111, section 7.3"),
  /** The request has a user, and the response is not for everybody. */
  AUTHORIZATION(
      "authorization",
      "What a user asks for is shared only if the response says public, must-revalidate or"
          + " s-maxage, or each user has an own entry.",
      "RFC 9111, section 3.5"),
  /** The response says {@code Vary: *}. */
  VARY("vary", "A response whose Vary has * is not stored.", "RFC 9111, section 4.1"),
  /** Nobody states a lifetime. */
  NO_FRESHNESS(
      "no-freshness",
      "A response is stored only if it, or the directive, states a lifetime, or one may be"
          + " estimated from its Last-Modified.",
      "RFC 9111, sections 3 and 4.2.2"),
  /** It would be of no use. */
  STALE(
      "stale",
      "A response that is stale on arrival, and can neither be validated nor served stale, is not"
          + " stored.",
      "RFC 9111, section 4.2"),
  /** It is stored. */
  STORED("stored", "Nothing forbids it: the response is stored.", "RFC 9111, section 3"),
  /** The response says {@code no-cache}. */
  NO_CACHE(
      "no-cache",
      "A response that says no-cache is not used before the resource has confirmed it.",
      "RFC 9111, section 5.2.2.4"),
  /** The request says {@code no-cache}. */
  REQUEST_NO_CACHE(
      "request-no-cache",
      "A request that says no-cache gets nothing before the resource has confirmed it, where"
          + " clients may force a reload.",
      "RFC 9111, section 5.2.1.4"),
  /** The request says only {@code Pragma: no-cache}. */
  PRAGMA(
      "pragma",
      "Pragma: no-cache counts like no-cache in a request without Cache-Control.",
      "RFC 9111, section 5.4"),
  /** The request says {@code max-age}. */
  REQUEST_MAX_AGE(
      "request-max-age",
      "A request that says max-age gets nothing older, where clients may force a reload.",
      "RFC 9111, section 5.2.1.1"),
  /** The request says {@code min-fresh}. */
  REQUEST_MIN_FRESH(
      "request-min-fresh",
      "A request that says min-fresh gets what stays fresh for so long, where clients may force a"
          + " reload.",
      "RFC 9111, section 5.2.1.3"),
  /** It is fresh. */
  FRESH(
      "fresh",
      "A response whose age is below its lifetime is fresh, and answers the request.",
      "RFC 9111, section 4.2"),
  /** It may not be used stale. */
  STALE_FORBIDDEN(
      "stale-forbidden",
      "A stale response that says must-revalidate, proxy-revalidate or s-maxage is validated.",
      "RFC 9111, sections 4.2.4, 5.2.2.2, 5.2.2.8 and 5.2.2.10"),
  /** It is within its {@code stale-while-revalidate}. */
  STALE_WHILE_REVALIDATE(
      "stale-while-revalidate",
      "A stale response within its stale-while-revalidate answers the request, and is refreshed in"
          + " the background.",
      "RFC 5861, section 3"),
  /** It is within the {@code max-stale} of the request. */
  MAX_STALE(
      "max-stale",
      "A stale response within the max-stale of the request answers it.",
      "RFC 9111, section 5.2.1.2"),
  /** It is stale. */
  STALE_NOT_ALLOWED(
      "stale-not-allowed",
      "A stale response that nobody allows to use as it is goes to the resource to be validated.",
      "RFC 9111, section 4.2.4"),
  /** The request wants what is stored or nothing. */
  ONLY_IF_CACHED(
      "only-if-cached",
      "A request that says only-if-cached and would go to the resource is answered 504.",
      "RFC 9111, section 5.2.1.7"),
  /** The method changes nothing. */
  SAFE_METHOD(
      "safe-method", "GET, HEAD, OPTIONS and TRACE make nothing invalid.", "RFC 9111, section 4.4"),
  /** The response is an error. */
  ERROR_STATUS(
      "error-status",
      "Only a response with a status from 200 to 399 makes anything invalid.",
      "RFC 9111, section 4.4"),
  /** The URI of the request is invalidated. */
  TARGET_URI(
      "target-uri",
      "The response to an unsafe or unknown method makes all that is stored for the URI of the"
          + " request invalid.",
      "RFC 9111, section 4.4"),
  /** A reference is to the same origin. */
  SAME_ORIGIN(
      "same-origin",
      "A URI of the same origin in Location or Content-Location is made invalid as well.",
      "RFC 9111, section 4.4"),
  /** A reference is to another origin. */
  OTHER_ORIGIN(
      "other-origin",
      "A URI of another origin in Location or Content-Location is left alone.",
      "RFC 9111, section 4.4");

  private static final List<Rule> OF_A_RESPONSE =
      List.of(STATUS, MALFORMED_CACHE_CONTROL, MUST_UNDERSTAND, NO_STORE, PRIVATE, SET_COOKIE);

  private final String token;
  private final String sentence;
  private final String source;

  Rule(String token, String sentence, String source) {
    this.token = token;
    this.sentence = sentence;
    this.source = source;
  }

  /** Returns the rules for reusing what is stored, in the order in which they are looked at. */
  public static List<Rule> forReuse() {
    return List.of(
        NEEDS_RESOURCE,
        METHOD,
        VARY_MISS,
        URI_MISS,
        AUTHORIZATION,
        REQUEST_NO_STORE,
        NO_CACHE,
        REQUEST_NO_CACHE,
        PRAGMA,
        REQUEST_MAX_AGE,
        REQUEST_MIN_FRESH,
        FRESH,
        STALE_FORBIDDEN,
        STALE_WHILE_REVALIDATE,
        MAX_STALE,
        STALE_NOT_ALLOWED,
        ONLY_IF_CACHED);
  }

  /** Returns the rules by which each stored response is passed over, in their order. */
  public static List<Rule> forCandidates() {
    return with(List.of(OTHER_RESOURCE, NOT_SELECTED), OF_A_RESPONSE, List.of());
  }

  /** Returns the rules for storing a response, in their order. */
  public static List<Rule> forStoring() {
    return with(
        List.of(NEEDS_RESOURCE, METHOD, REQUEST_NO_STORE, CONNECTION),
        OF_A_RESPONSE,
        List.of(AUTHORIZATION, VARY, NO_FRESHNESS, STALE, STORED));
  }

  /** Returns the rules for invalidating the URI of a request, in their order. */
  public static List<Rule> forInvalidation() {
    return List.of(SAFE_METHOD, ERROR_STATUS, TARGET_URI);
  }

  private static List<Rule> with(List<Rule> first, List<Rule> then, List<Rule> last) {
    List<Rule> all = new ArrayList<>(first);
    all.addAll(then);
    all.addAll(last);
    return List.copyOf(all);
  }

  /**
   * Returns a short name that never changes: where the rule keeps a response from being stored, the
   * {@code detail} of {@code Cache-Status}.
   */
  public String token() {
    return token;
  }

  /** Returns the rule in one sentence. */
  public String sentence() {
    return sentence;
  }

  /** Returns where the rule is written. */
  public String source() {
    return source;
  }
}
