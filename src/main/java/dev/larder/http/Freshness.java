package dev.larder.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a response says of its age and its lifetime (RFC 9111, section 4.2), each field read once.
 * Immutable. Ages and lifetimes are in milliseconds, so that a lifetime of one second does not last
 * nearly two.
 *
 * <p>What counts: a valid {@code CDN-Cache-Control} in place of {@code Cache-Control} and {@code
 * Expires} (RFC 9213, section 2.1); then {@code s-maxage}, {@code max-age}, {@code Expires} less
 * {@code Date}; then the lifetime of the directive; then a tenth of the time since {@code
 * Last-Modified}. The last two are estimates of somebody else than the resource, and only for the
 * status codes of RFC 9110, section 15.1, or responses that say {@code public}.
 */
final class Freshness {

  private static final long SECOND = 1_000;
  private static final int HEURISTIC_FRACTION = 10;

  private final int status;
  private final HeaderFields fields;
  private final CacheControl directives;
  private final Lifetime from;
  private final OptionalLong stated;
  private final Instant responseTime;
  private final Instant date;
  private final long initialAge;

  private Freshness(
      int status,
      HeaderFields fields,
      CacheControl directives,
      Lifetime from,
      OptionalLong stated,
      Instant responseTime,
      Instant date,
      long initialAge) {
    this.status = status;
    this.fields = fields;
    this.directives = directives;
    this.from = from;
    this.stated = stated;
    this.responseTime = responseTime;
    this.date = date;
    this.initialAge = initialAge;
  }

  /** Reads the fields of a response. */
  static Freshness of(ResponseHead head, Instant requestTime, Instant responseTime) {
    HeaderFields fields = head.fields();
    Optional<CacheControl> targeted = targeted(fields);
    CacheControl directives =
        targeted.orElseGet(() -> CacheControl.parse(fields.values("Cache-Control")));
    Instant date = HttpDate.parse(fields.values("Date"), responseTime).orElse(responseTime);
    Lifetime from = from(directives, targeted.isPresent(), fields);
    return new Freshness(
        head.status(),
        fields,
        directives,
        from,
        stated(from, directives, fields, date, responseTime),
        responseTime,
        date,
        initialAge(fields, date, requestTime, responseTime));
  }

  private static Optional<CacheControl> targeted(HeaderFields fields) {
    return fields.has("CDN-Cache-Control")
        ? CdnCacheControl.parse(fields.values("CDN-Cache-Control"))
        : Optional.empty();
  }

  /** Returns by what the response states its lifetime. */
  private static Lifetime from(CacheControl directives, boolean targeted, HeaderFields fields) {
    if (directives.sMaxAge().isPresent()) {
      return Lifetime.S_MAXAGE;
    }
    if (directives.maxAge().isPresent()) {
      return Lifetime.MAX_AGE;
    }
    boolean expires = fields.has("Expires");
    if (targeted) {
      // What is overridden is ignored, but the response did state a lifetime: the directive must
      // not take its place with a longer one.
      CacheControl overridden = CacheControl.parse(fields.values("Cache-Control"));
      boolean restricted = overridden.noStore() || overridden.isPrivate() || overridden.noCache();
      boolean states = overridden.sMaxAge().isPresent() || overridden.maxAge().isPresent();
      return expires || restricted || states ? Lifetime.OVERRIDDEN : Lifetime.NONE;
    }
    return expires ? Lifetime.EXPIRES : Lifetime.NONE;
  }

  /** Returns the lifetime in seconds that the response states; empty when it states none. */
  private static OptionalLong stated(
      Lifetime from,
      CacheControl directives,
      HeaderFields fields,
      Instant date,
      Instant responseTime) {
    return switch (from) {
      case S_MAXAGE -> directives.sMaxAge();
      case MAX_AGE -> directives.maxAge();
      case EXPIRES -> {
        Instant end = HttpDate.parse(fields.values("Expires"), responseTime).orElse(date);
        long seconds = Math.max(0, end.getEpochSecond() - date.getEpochSecond());
        yield OptionalLong.of(Math.min(CacheControl.MAX_SECONDS, seconds));
      }
      case OVERRIDDEN -> OptionalLong.of(0);
      default -> OptionalLong.empty();
    };
  }

  /**
   * Returns {@code corrected_initial_age} of RFC 9111, section 4.2.3. The apparent age is counted
   * in whole seconds, as {@code Date} is. The time that the response took counts where it has an
   * age already, and so comes from somewhere else; what a resource makes itself, with the clock of
   * this cache, is as old as its {@code Date} says, however long it took. Else what takes longest
   * to make would never be fresh.
   */
  private static long initialAge(
      HeaderFields fields, Instant date, Instant requestTime, Instant responseTime) {
    long apparent = Math.max(0, responseTime.getEpochSecond() - date.getEpochSecond());
    OptionalLong received = Age.parse(fields.values("Age"));
    if (received.isEmpty()) {
      return apparent * SECOND;
    }
    long delay = Math.max(0, Duration.between(requestTime, responseTime).toMillis());
    return Math.max(apparent * SECOND, received.getAsLong() * SECOND + delay);
  }

  /** Returns the directives that count. */
  CacheControl directives() {
    return directives;
  }

  /** Returns {@code Date}, or the time of the response when that is no date. */
  Instant date() {
    return date;
  }

  /** Returns the age; a clock that goes backwards makes nothing younger than it was received. */
  long ageMillis(Instant now) {
    return initialAge + Math.max(0, Duration.between(responseTime, now).toMillis());
  }

  /** Returns whether anybody states a lifetime, or one can be estimated. */
  boolean isKnown(Directive directive) {
    Lifetime known = lifetime(directive);
    return known == Lifetime.HEURISTIC ? sinceModified() > 0 : known != Lifetime.NONE;
  }

  /**
   * Returns whether the lifetime of the response may come from somebody else, so that storing it is
   * allowed at all when it states none.
   */
  boolean mayBeEstimated() {
    return StatusCodes.isHeuristicallyCacheable(status)
        || (directives.isPublic() && !StatusCodes.isNeverEstimated(status));
  }

  /**
   * Returns where the lifetime comes from; {@link Lifetime#HEURISTIC} also where nothing is known
   * to estimate it by.
   */
  Lifetime lifetime(Directive directive) {
    if (from != Lifetime.NONE || !mayBeEstimated()) {
      return from;
    }
    return directive.lifetime() == null ? Lifetime.HEURISTIC : Lifetime.DIRECTIVE;
  }

  /** Returns whether {@code CDN-Cache-Control} is what counts. */
  boolean isTargeted() {
    return targeted(fields).isPresent();
  }

  /** Returns the lifetime; 0 when there is none. */
  long lifetimeMillis(Directive directive, CacheOptions options) {
    Duration declared = directive.lifetime();
    return switch (lifetime(directive)) {
      case DIRECTIVE -> declared == null ? 0 : millis(declared);
      case HEURISTIC ->
          Math.min(sinceModified() / HEURISTIC_FRACTION, millis(options.heuristicLimit()));
      default -> stated.orElse(0) * SECOND;
    };
  }

  /** Returns the milliseconds from the last modification to the response; 0 when not known. */
  private long sinceModified() {
    return HttpDate.parse(fields.values("Last-Modified"), responseTime)
        .map(modified -> date.getEpochSecond() - modified.getEpochSecond())
        .map(seconds -> Math.max(0, seconds) * SECOND)
        .orElse(0L);
  }

  /** Returns a duration in milliseconds, at most what stands for everything that is longer. */
  static long millis(Duration duration) {
    return duration.toSeconds() >= CacheControl.MAX_SECONDS
        ? CacheControl.MAX_SECONDS * SECOND
        : duration.toMillis();
  }
}
