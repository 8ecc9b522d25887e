package dev.larder.rest;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;

/**
 * Says when a response was made, as a server with a clock must (RFC 9110, section 6.6.1). Server
 * difference: Date. Undertow adds the field, Payara does not. What knows better replaces it.
 */
public class DateFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient Clock clock;

  /** Called by the container. */
  public DateFilter() {
    this(Clock.systemUTC());
  }

  DateFilter(Clock clock) {
    this.clock = clock;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setDateHeader("Date", clock.millis());
    chain.doFilter(request, response);
  }
}
