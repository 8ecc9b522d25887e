package dev.larder.http;

/** Where the freshness lifetime of a response comes from (RFC 9111, section 4.2.1). */
public enum Lifetime {
  /** {@code s-maxage} of the response. */
  S_MAXAGE("s-maxage"),
  /** {@code max-age} of the response. */
  MAX_AGE("max-age"),
  /** {@code Expires} less {@code Date}. */
  EXPIRES("expires"),
  /** None: {@code CDN-Cache-Control} has none, and takes the place of fields that have one. */
  OVERRIDDEN("overridden"),
  /** The directive of the endpoint, as the response states none. */
  DIRECTIVE("directive"),
  /** An estimate: a tenth of the time since {@code Last-Modified}. */
  HEURISTIC("heuristic"),
  /** Nobody states one, and none may be estimated. */
  NONE("none");

  private final String token;

  Lifetime(String token) {
    this.token = token;
  }

  /** Returns a short name that never changes. */
  public String token() {
    return token;
  }
}
