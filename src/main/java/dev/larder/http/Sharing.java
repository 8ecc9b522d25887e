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
      int status, HeaderFields fields, CacheControl response, Directive directive) {
    if (StatusCodes.isNeverStored(status)) {
      return "status";
    }
    if (response.malformed()) {
      return "malformed-cache-control";
    }
    if (response.mustUnderstand()) {
      if (!StatusCodes.isUnderstood(status)) {
        return "must-understand";
      }
      // Then no-store is only meant for caches that do not know must-understand.
    } else if (response.noStore()) {
      return "no-store";
    }
    if (response.isPrivate()) {
      return "private";
    }
    return !directive.storeSetCookie() && fields.has("Set-Cookie") ? "set-cookie" : "";
  }

  private static boolean isAuthenticated(CacheRequest request) {
    return request.principal() != null || request.fields().has("Authorization");
  }
}
