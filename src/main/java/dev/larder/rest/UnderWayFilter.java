package dev.larder.rest;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Counts each request to the API as {@link UnderWay}, around everything else. */
public class UnderWayFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Inject private transient UnderWay underWay;

  /** Called by the container. */
  @SuppressWarnings("NullAway.Init") // The container sets the field before it calls anything.
  public UnderWayFilter() {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    underWay.begin();
    try {
      chain.doFilter(request, response);
    } finally {
      underWay.end();
    }
  }
}
