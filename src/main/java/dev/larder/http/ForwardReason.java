package dev.larder.http;

/** Why a request goes to the resource, in the words of {@code fwd} of RFC 9211, section 2.2. */
public enum ForwardReason {
  /** The cache was configured not to handle it. */
  BYPASS("bypass"),
  /** The request method's semantics require it. */
  METHOD("method"),
  /** Nothing is stored for this URI. */
  URI_MISS("uri-miss"),
  /** Responses are stored for this URI, none that {@code Vary} selects. */
  VARY_MISS("vary-miss"),
  /** The request does not allow to use what is stored. */
  REQUEST("request"),
  /** What is stored is stale. */
  STALE("stale");

  private final String token;

  ForwardReason(String token) {
    this.token = token;
  }

  /** Returns the token of RFC 9211. */
  public String token() {
    return token;
  }
}
