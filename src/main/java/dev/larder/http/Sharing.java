package dev.larder.http;

/**
 * What one user's response may tell another: the rules of a shared cache for responses that belong
 * to somebody (RFC 9111, sections 3 and 3.5). They hold when a response is stored, and again
 * whenever it is reused.
 */
final class Sharing {

  private Sharing() {}

  /**
   * Returns whether a response may be stored for, or reused by, the user of a request. A request
   * with {@code Authorization} or of an authenticated user needs the word of the response, unless
   * the user is part of the key.
   */
  static boolean allowed(CacheRequest request, Directive directive, CacheControl response) {
    return directive.perUser() || response.sharesAuthorized() || !isAuthenticated(request);
  }

  /**
   * Returns why the response itself may not be stored or reused by anybody, as a short token; empty
   * when it may.
   */
  static String refusal(
      int status, HeaderFields fields, CacheControl response, Directive directive, Trace trace) {
    if (trace.decides(Rule.STATUS, StatusCodes.isNeverStored(status))) {
      return Rule.STATUS.token();
    }
    if (trace.decides(Rule.MALFORMED_CACHE_CONTROL, response.malformed())) {
      return Rule.MALFORMED_CACHE_CONTROL.token();
    }
    boolean understands = response.mustUnderstand();
    if (trace.decides(Rule.MUST_UNDERSTAND, understands && !StatusCodes.isUnderstood(status))) {
      return Rule.MUST_UNDERSTAND.token();
    }
    // Beside must-understand, no-store is only meant for caches that do not know that.
    if (trace.decides(Rule.NO_STORE, response.noStore() && !understands)) {
      return Rule.NO_STORE.token();
    }
    if (trace.decides(Rule.PRIVATE, response.isPrivate())) {
      return Rule.PRIVATE.token();
    }
    boolean setsCookie = !directive.storeSetCookie() && fields.has("Set-Cookie");
    return trace.decides(Rule.SET_COOKIE, setsCookie) ? Rule.SET_COOKIE.token() : "";
  }

  private static boolean isAuthenticated(CacheRequest request) {
    return request.principal() != null || request.fields().has("Authorization");
  }
}
