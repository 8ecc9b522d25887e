package dev.larder.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a URI (RFC 3986, section 4.1) as it stands in a field, split and not checked any
 * further: servers send references that {@link java.net.URI} refuses.
 *
 * @param scheme null when there is none
 * @param authority null when there is none
 * @param path may be empty
 * @param query null when there is none
 */
record UriReference(
    @Nullable String scheme, @Nullable String authority, String path, @Nullable String query) {

  /** Splits a reference; the fragment is left out (RFC 3986, appendix B). */
  static UriReference parse(String reference) {
    int end = indexOf(reference, '#', 0);
    int question = Math.min(end, indexOf(reference, '?', 0));
    String query = question < end ? reference.substring(question + 1, end) : null;
    String rest = reference.substring(0, question);
    String scheme = scheme(rest);
    if (scheme != null) {
      rest = rest.substring(scheme.length() + 1);
    }
    if (!rest.startsWith("//")) {
      return new UriReference(scheme, null, rest, query);
    }
    int slash = indexOf(rest, '/', 2);
    return new UriReference(scheme, rest.substring(2, slash), rest.substring(slash), query);
  }

  /**
   * Resolves it against a target URI (RFC 3986, section 5.2).
   *
   * @return a URI of the same origin (RFC 6454, section 5), with scheme and authority as the base
   *     spells them; empty when it has another origin
   */
  Optional<TargetUri> within(TargetUri base) {
    if ((scheme != null && authority == null) || !hasOriginOf(base)) {
      return Optional.empty();
    }
    String absolute = path;
    String search = query;
    if (scheme == null && authority == null) {
      if (path.isEmpty()) {
        absolute = base.path();
        search = query == null ? base.query() : query;
      } else if (!path.startsWith("/")) {
        absolute = base.path().substring(0, base.path().lastIndexOf('/') + 1) + path;
      }
    }
    return Optional.of(
        new TargetUri(base.scheme(), base.authority(), withoutDots(absolute), search));
  }

  private boolean hasOriginOf(TargetUri base) {
    return (scheme == null || scheme.equalsIgnoreCase(base.scheme()))
        && (authority == null
            || origin(authority, base.scheme()).equals(origin(base.authority(), base.scheme())));
  }

  /** Returns host and port in one spelling. Information of users belongs to no origin of ours. */
  private static String origin(String authority, String scheme) {
    String lower = Syntax.lower(authority);
    String standard = Syntax.lower(scheme).equals("https") ? ":443" : ":80";
    if (lower.endsWith(standard)) {
      return lower.substring(0, lower.length() - standard.length());
    }
    return lower.endsWith(":") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static @Nullable String scheme(String reference) {
    for (int i = 0; i < reference.length(); i++) {
      char c = reference.charAt(i);
      if (c == ':' && i > 0) {
        return reference.substring(0, i);
      }
      boolean later = i > 0 && (Syntax.isDigit(c) || c == '+' || c == '-' || c == '.');
      if (!Syntax.isAlpha(c) && !later) {
        return null;
      }
    }
    return null;
  }

  /** Removes dot segments (RFC 3986, section 5.2.4). */
  private static String withoutDots(String path) {
    Deque<String> segments = new ArrayDeque<>();
    int begin = path.startsWith("/") ? 1 : 0;
    for (int end; begin <= path.length(); begin = end + 1) {
      end = indexOf(path, '/', begin);
      String segment = path.substring(begin, end);
      boolean last = end == path.length();
      boolean up = segment.equals("..");
      if (up) {
        segments.pollLast();
      }
      if (!up && !segment.equals(".")) {
        segments.addLast(segment);
      } else if (last) {
        segments.addLast("");
      }
    }
    return '/' + String.join("/", segments);
  }

  private static int indexOf(String text, char c, int from) {
    int at = text.indexOf(c, from);
    return at < 0 ? text.length() : at;
  }
}
