package dev.larder.http.jaxrs;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request says what it asks for in the one way in which everybody reads it the same. What
 * servers tolerate beside that, an application may see although it is no part of the key: such a
 * request goes to the resource, and its answer is not stored.
 */
final class RequestForm {

  private static final String HOST_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789.-_:[]";

  private RequestForm() {}

  /** Returns whether a request names its target plainly; see below. */
  static boolean namesItsTargetPlainly(HttpServletRequest request) {
    return namesItsTargetPlainly(
            request.getScheme(),
            Collections.list(request.getHeaders("Host")),
            request.getRequestURL().toString(),
            request.getQueryString())
        && !hidesItsQuery(request);
  }

  /**
   * Server difference: question marks. Undertow tells nothing of the query {@code ?}, and yet there
   * is a parameter of that name.
   */
  private static boolean hidesItsQuery(HttpServletRequest request) {
    String query = request.getQueryString();
    return (query == null || query.isEmpty())
        && (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))
        && request.getParameterNames().hasMoreElements();
  }

  /**
   * Returns whether a target is named plainly: by one {@code Host} at most (RFC 9112, section 3.2),
   * in the normal form of RFC 3986, section 6.2.2.1, which is that of the URI, whatever an absolute
   * request target says; over the scheme of the connection; by printable ASCII characters without
   * {@code #}, and percent signs with two hexadecimal digits.
   *
   * @param scheme of the connection, as the server sees it
   * @param hosts the values of all {@code Host} lines
   * @param url the URI without its query, as the server sees it
   * @param query the raw query; null when there is none
   */
  static boolean namesItsTargetPlainly(
      String scheme, List<String> hosts, String url, @Nullable String query) {
    if (hosts.size() > 1 || !url.startsWith(scheme + "://")) {
      return false;
    }
    int begin = scheme.length() + 3;
    int path = url.indexOf('/', begin);
    String authority = url.substring(begin, path < 0 ? url.length() : path);
    return authority.chars().allMatch(c -> HOST_CHARACTERS.indexOf(c) >= 0)
        && (hosts.isEmpty()
            || withoutPort(scheme, hosts.get(0)).equals(withoutPort(scheme, authority)))
        && (path < 0 || isPlain(url.substring(path)))
        && (query == null || isPlain(query));
  }

  /** Returns an authority without the port that is the default of its scheme. */
  private static String withoutPort(String scheme, String authority) {
    String port = scheme.equals("https") ? ":443" : ":80";
    return authority.endsWith(port)
        ? authority.substring(0, authority.length() - port.length())
        : authority;
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#' || (c == '%' && !isEncoded(text, i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEncoded(String text, int percent) {
    return percent + 2 < text.length()
        && isHexadecimal(text.charAt(percent + 1))
        && isHexadecimal(text.charAt(percent + 2));
  }

  private static boolean isHexadecimal(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
