package dev.larder.http;

import java.util.Locale;

/**
 * What is told of each GET and HEAD that the response cache looks for, for metrics. Methods are
 * called on the threads of requests, must be quick and thread-safe, and must not throw.
 */
public interface ResponseEvents {

  /** Nobody listens. */
  ResponseEvents NONE = new ResponseEvents() {};

  /** What becomes of a request; what goes to the resource is named as by {@link ForwardReason}. */
  enum Result {
    /** Answered from the cache. */
    HIT,
    /** Answered from the cache by what is stale; it is refreshed in the background. */
    HIT_STALE,
    /** Answered from the cache, after it waited for another request that asked for the same. */
    HIT_COLLAPSED,
    /** To the resource: the cache does not handle it, or its store is away. */
    BYPASS,
    /** To the resource: the method requires it. */
    METHOD,
    /** To the resource: nothing is stored for this URI. */
    URI_MISS,
    /** To the resource: what is stored is not what {@code Vary} selects. */
    VARY_MISS,
    /** To the resource: the request does not allow to use what is stored. */
    REQUEST,
    /** To the resource: what is stored is stale. */
    STALE,
    /** To the resource: a refresh in the background, which no client waits for. */
    REFRESH,
    /** Answered by 504: the client wanted a stored response only, and there is none. */
    ONLY_IF_CACHED;

    /** Returns it as a token: {@code uri-miss}. */
    public String token() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns what a request that goes to the resource is. */
    public static Result of(ForwardReason reason) {
      return switch (reason) {
        case BYPASS -> BYPASS;
        case METHOD -> METHOD;
        case URI_MISS -> URI_MISS;
        case VARY_MISS -> VARY_MISS;
        case REQUEST -> REQUEST;
        case STALE -> STALE;
      };
    }

    /** Returns what a request that is answered from the cache is. */
    public static Result of(Decision.Hit hit, boolean collapsed) {
      if (hit.ttl() < 0) {
        return HIT_STALE;
      }
      return collapsed ? HIT_COLLAPSED : HIT;
    }
  }

  /** A request was looked for. */
  default void looked(Result result) {}

  /**
   * A request was answered from the cache, early or not.
   *
   * @param key the key of the URI's record, from {@link ResponseKeys#head}
   */
  default void hit(String key) {}

  /** A response was stored. */
  default void stored() {}
}
