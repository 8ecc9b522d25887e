package dev.larder.security;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request that changes something was made by a page of another origin. Browsers say so by
 * {@code Sec-Fetch-Site} (Fetch Metadata) and {@code Origin} (Fetch standard, section 3.2), which
 * pages cannot forge; programs that are no browsers send neither. It is pure.
 */
final class CrossSite {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private CrossSite() {}

  /**
   * Returns whether the request is to be refused.
   *
   * @param method of the request
   * @param site the lines of {@code Sec-Fetch-Site}
   * @param origin the lines of {@code Origin}
   * @param host the field {@code Host}
   * @param allowed the foreign origins that may
   */
  static boolean refused(
      String method,
      List<String> site,
      List<String> origin,
      @Nullable String host,
      Set<String> allowed) {
    if (SAFE.contains(method) || (origin.size() == 1 && allowed.contains(origin.get(0)))) {
      return false;
    }
    boolean foreignSite =
        site.stream().anyMatch(text -> !text.equals("same-origin") && !text.equals("none"));
    return foreignSite || origin.stream().anyMatch(text -> !isOwn(text, host));
  }

  /**
   * Compares host and port only: behind a proxy that ends TLS the scheme is not known here, and a
   * page of the same host and port by another scheme is as near as an attacker on the line.
   */
  private static boolean isOwn(String origin, @Nullable String host) {
    if (host == null) {
      return false;
    }
    try {
      URI uri = URI.create(origin);
      String authority = uri.getAuthority();
      return authority != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && plain(authority, uri.getScheme()).equals(plain(host, uri.getScheme()));
    } catch (IllegalArgumentException e) {
      // "null" and whatever else is no origin is foreign.
      return false;
    }
  }

  /** Without the port that goes without saying. */
  private static String plain(String authority, String scheme) {
    String lower = authority.toLowerCase(Locale.ROOT);
    String usual = scheme.equals("https") ? ":443" : ":80";
    return lower.endsWith(usual) ? lower.substring(0, lower.length() - usual.length()) : lower;
  }
}
