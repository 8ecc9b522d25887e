package dev.larder.rest;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;

/**
 * Refuses requests whose path, query and headers are together too large (RFC 6585, section 5).
 * Servers have limits of their own, some lower and some much higher.
 */
public class HeaderLimitFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Inject private transient Limits limits;

  /** Called by the container. */
  @SuppressWarnings("NullAway.Init") // The container sets the field before it calls anything.
  public HeaderLimitFilter() {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (size(request) > limits.headers()) {
      Problem.of(
              ProblemType.HEADERS_TOO_LARGE,
              "path, query and headers have together at most " + limits.headers() + " bytes")
          .send(request, response);
      return;
    }
    chain.doFilter(request, response);
  }

  private static long size(HttpServletRequest request) {
    long size = request.getRequestURI().length();
    String query = request.getQueryString();
    size += query == null ? 0 : query.length();
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        size += name.length() + value.length() + 4;
      }
    }
    return size;
  }
}
