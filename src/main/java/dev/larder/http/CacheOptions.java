package dev.larder.http;

import java.time.Duration;

/**
 * The options of the policy that are an operator's. Immutable.
 *
 * @param clientReload whether a client may force a reload or a validation by {@code no-cache},
 *     {@code max-age}, {@code min-fresh} or {@code Pragma} (RFC 9111, section 5.2.1)
 * @param heuristicLimit the longest lifetime that is estimated from {@code Last-Modified}
 * @param staleIfError how long a stale response may stand in for an error when nothing is said;
 *     zero for not at all
 * @param keepStale how long a stale response is kept for being validated
 * @param longest the longest time that a response is kept; longer lifetimes are cut to it
 */
public record CacheOptions(
    boolean clientReload,
    Duration heuristicLimit,
    Duration staleIfError,
    Duration keepStale,
    Duration longest) {

  /** What applies without configuration. */
  public static final CacheOptions DEFAULTS =
      new CacheOptions(
          true, Duration.ofDays(1), Duration.ZERO, Duration.ofMinutes(10), Duration.ofDays(7));

  /** Returns these options with reloads by the client allowed. */
  public CacheOptions withClientReload() {
    return new CacheOptions(true, heuristicLimit, staleIfError, keepStale, longest);
  }
}
