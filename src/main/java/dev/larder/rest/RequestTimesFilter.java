package dev.larder.rest;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Takes the time of each request to the API, from the first filter to the last byte that Larder
 * wrote. Streams of events, which last as long as somebody looks, are left out.
 */
public class RequestTimesFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Inject private transient RequestTimes times;

  /** Called by the container. */
  @SuppressWarnings("NullAway.Init") // The container sets the field before it calls anything.
  public RequestTimesFilter() {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long start = System.nanoTime();
    try {
      chain.doFilter(request, response);
    } finally {
      if (!request.getRequestURI().endsWith("/api/events")) {
        times.took(System.nanoTime() - start);
      }
    }
  }
}
