package dev.larder.http;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Collects the directives of one field, each in the strictest form in which it was seen. */
final class CacheControlBuilder {

  private static final long ABSENT = -1;

  private boolean malformed;
  private boolean noStore;
  private boolean noCache;
  private boolean isPrivate;
  private boolean isPublic;
  private boolean mustRevalidate;
  private boolean proxyRevalidate;
  private boolean mustUnderstand;
  private boolean noTransform;
  private boolean onlyIfCached;
  private boolean sharesAuthorized;
  private long maxAge = ABSENT;
  private long sMaxAge = ABSENT;
  private long staleWhileRevalidate = ABSENT;
  private long staleIfError = ABSENT;
  private long minFresh = ABSENT;
  private long maxStale = ABSENT;

  /** Says that a part of the field could not be told to be directives. */
  void malformed() {
    malformed = true;
    noStore = true;
  }

  /**
   * Adds a directive.
   *
   * @param name in lower case
   * @param argument null when there is none; a text that is no number when it cannot be read
   */
  void add(String name, @Nullable String argument) {
    boolean plain = argument == null;
    switch (name) {
      case "no-store" -> noStore = true;
      case "no-cache" -> noCache = true;
      case "private" -> isPrivate = true;
      case "public" -> {
        isPublic |= plain;
        sharesAuthorized |= plain;
      }
      case "must-revalidate" -> {
        mustRevalidate = true;
        sharesAuthorized |= plain;
      }
      case "proxy-revalidate" -> proxyRevalidate = true;
      case "must-understand" -> {
        mustUnderstand = true;
        malformed |= !plain;
        noStore |= !plain;
      }
      case "no-transform" -> noTransform = true;
      case "only-if-cached" -> onlyIfCached = true;
      case "max-age" -> maxAge = shorter(maxAge, lifetime(argument));
      case "s-maxage" -> {
        sMaxAge = shorter(sMaxAge, lifetime(argument));
        sharesAuthorized |= DeltaSeconds.parse(argument) >= 0;
      }
      case "stale-while-revalidate" ->
          staleWhileRevalidate = shorter(staleWhileRevalidate, lifetime(argument));
      case "stale-if-error" -> staleIfError = shorter(staleIfError, lifetime(argument));
      case "min-fresh" -> minFresh = Math.max(minFresh, DeltaSeconds.parse(argument));
      case "max-stale" ->
          maxStale = shorter(maxStale, plain ? CacheControl.MAX_SECONDS : lifetime(argument));
      default -> {}
    }
  }

  CacheControl build() {
    return new CacheControl(
        malformed,
        noStore,
        noCache,
        isPrivate,
        isPublic,
        mustRevalidate,
        proxyRevalidate,
        mustUnderstand,
        noTransform,
        onlyIfCached,
        sharesAuthorized,
        optional(maxAge),
        optional(sMaxAge),
        optional(staleWhileRevalidate),
        optional(staleIfError),
        optional(minFresh),
        optional(maxStale));
  }

  private static long lifetime(@Nullable String argument) {
    return Math.max(0, DeltaSeconds.parse(argument));
  }

  private static long shorter(long soFar, long seconds) {
    return soFar == ABSENT ? seconds : Math.min(soFar, seconds);
  }

  private static OptionalLong optional(long seconds) {
    return seconds == ABSENT ? OptionalLong.empty() : OptionalLong.of(seconds);
  }
}
