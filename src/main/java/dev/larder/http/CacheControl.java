package dev.larder.http;

import java.util.List;
import java.util.OptionalLong;

/**
 * The directives of {@code Cache-Control} (RFC 9111, section 5.2), of {@code CDN-Cache-Control}
 * (RFC 9213), and of RFC 5861. Immutable. Numbers are seconds from 0 to {@link #MAX_SECONDS}; empty
 * when the directive is not there.
 *
 * <p>What cannot be read never makes a response more cacheable: a lifetime that is no number is 0,
 * of duplicates the strictest counts, directives that restrict count whatever their argument,
 * directives that permit only without one, and a field whose members cannot be told apart is {@link
 * #malformed} and counts as {@code no-store}.
 *
 * @param noCache also with field names: these are taken as if the whole response was meant
 * @param isPrivate also with field names
 * @param isPublic only without an argument
 * @param maxStale {@link #MAX_SECONDS} when it has no argument
 */
record CacheControl(
    boolean malformed,
    boolean noStore,
    boolean noCache,
    boolean isPrivate,
    boolean isPublic,
    boolean mustRevalidate,
    boolean proxyRevalidate,
    boolean mustUnderstand,
    boolean noTransform,
    boolean onlyIfCached,
    boolean sharesAuthorized,
    OptionalLong maxAge,
    OptionalLong sMaxAge,
    OptionalLong staleWhileRevalidate,
    OptionalLong staleIfError,
    OptionalLong minFresh,
    OptionalLong maxStale) {

  /** What stands for everything that is longer: 2^31 seconds (RFC 9111, section 1.2.2). */
  static final long MAX_SECONDS = 1L << 31;

  /** No directives. */
  static final CacheControl NONE = new CacheControlBuilder().build();

  /** Reads all lines of the field of a request or a response. */
  static CacheControl parse(List<String> lines) {
    if (lines.isEmpty()) {
      return NONE;
    }
    CacheControlBuilder builder = new CacheControlBuilder();
    for (String line : lines) {
      CacheControlParser.parse(line, builder);
    }
    return builder.build();
  }
}
