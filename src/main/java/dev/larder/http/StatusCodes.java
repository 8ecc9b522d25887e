package dev.larder.http;

/** What a cache knows of status codes. */
final class StatusCodes {

  private StatusCodes() {}

  /**
   * Returns whether the lifetime of a response that states none may be estimated (RFC 9110, section
   * 15.1). 206 is one of them by the standard; this cache stores no parts.
   */
  static boolean isHeuristicallyCacheable(int status) {
    return switch (status) {
      case 200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501 -> true;
      default -> false;
    };
  }

  /**
   * Returns whether a lifetime is never estimated, not even for a {@code public} response as RFC
   * 9111, section 4.2.2 would allow: what an outage, a refusal or the acceptance of a change
   * answers holds for the moment.
   */
  static boolean isNeverEstimated(int status) {
    return switch (status) {
      case 201, 202, 403, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /**
   * Returns whether responses with this status are never stored, whatever they say: interim and
   * partial ones and 304 (RFC 9111, section 3), those that answer a condition, a range or missing
   * credentials of the one request, which are not part of the key, and those whose definition
   * forbids it (RFC 6585; RFC 8470, section 5.2).
   */
  static boolean isNeverStored(int status) {
    return switch (status) {
      case 206, 304, 401, 407, 412, 416, 417, 425, 428, 429, 431, 511 -> true;
      default -> status < 200;
    };
  }

  /**
   * Returns whether this cache knows what the status demands of caches, as {@code must-understand}
   * asks (RFC 9111, section 5.2.2.3): the final ones of RFC 9110 and RFC 7725.
   */
  static boolean isUnderstood(int status) {
    return switch (status) {
      case 200, 201, 202, 203, 204, 205 -> true;
      case 300, 301, 302, 303, 305, 307, 308 -> true;
      case 451 -> true;
      default ->
          (status >= 400 && status <= 417)
              || (status >= 421 && status <= 422)
              || status == 426
              || (status >= 500 && status <= 505);
    };
  }
}
