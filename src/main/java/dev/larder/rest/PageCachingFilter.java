package dev.larder.rest;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Says how long browsers keep the files of the console: libraries, whose path has their version,
 * for good, and all others until they have asked whether they changed; a browser would otherwise
 * guess, and mix the files of two versions.
 */
public class PageCachingFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** Called by the container. */
  public PageCachingFilter() {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    if (path.startsWith("/webjars/")) {
      response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
    } else if (!path.startsWith("/api")) {
      response.setHeader("Cache-Control", "no-cache");
    }
    chain.doFilter(request, response);
  }
}
