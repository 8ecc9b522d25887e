package dev.larder.http;

import java.time.Instant;
import java.util.OptionalLong;

/** When a stale response may be used (RFC 9111, section 4.2.4; RFC 5861). */
final class Staleness {

  private static final long SECOND = 1_000;

  private Staleness() {}

  /** Returns whether the response forbids to be used without validation once it is stale. */
  static boolean isForbidden(CacheControl response) {
    return response.mustRevalidate()
        || response.proxyRevalidate()
        || response.noCache()
        || response.sMaxAge().isPresent();
  }

  /** Returns whether a response that is stale for some time is within a number of seconds. */
  static boolean isWithin(long staleMillis, OptionalLong seconds) {
    return seconds.isPresent() && staleMillis <= seconds.getAsLong() * SECOND;
  }

  /**
   * Returns for how long after its lifetime a response may be used stale without the word of a
   * client, in milliseconds.
   */
  static long window(CacheControl response, CacheOptions options) {
    if (isForbidden(response)) {
      return 0;
    }
    long whileRevalidate = response.staleWhileRevalidate().orElse(0) * SECOND;
    return Math.max(whileRevalidate, ifError(response, options));
  }

  /**
   * Returns whether a stored response may stand in for an error. What the response says of {@code
   * stale-if-error} counts; when it says nothing, the longer of what the client and the operator
   * allow.
   */
  static boolean mayStandIn(
      CacheRequest request,
      Directive directive,
      StoredResponse stored,
      int status,
      Instant now,
      CacheOptions options) {
    Freshness freshness = stored.freshness();
    CacheControl response = freshness.directives();
    if (!isServerError(status)
        || isForbidden(response)
        || !Sharing.allowed(request, directive, response)
        || !Sharing.refusal(stored.status(), stored.fields(), response, directive, Trace.NONE)
            .isEmpty()) {
      return false;
    }
    long window = ifError(response, options);
    if (response.staleIfError().isEmpty()) {
      CacheControl wanted = CacheControl.parse(request.fields().values("Cache-Control"));
      window = Math.max(window, wanted.staleIfError().orElse(0) * SECOND);
    }
    long stale = freshness.ageMillis(now) - freshness.lifetimeMillis(directive, options);
    return window > 0 && stale <= window;
  }

  private static long ifError(CacheControl response, CacheOptions options) {
    return response.staleIfError().isPresent()
        ? response.staleIfError().getAsLong() * SECOND
        : Freshness.millis(options.staleIfError());
  }

  private static boolean isServerError(int status) {
    return status == 500 || status == 502 || status == 503 || status == 504;
  }
}
