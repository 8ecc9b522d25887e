package dev.larder.security;

import dev.larder.rest.Problem;
import dev.larder.rest.ProblemType;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;

/**
 * Refuses changes that pages of other origins ask for, and answers the question (preflight) whether
 * a page of an allowed origin may ask.
 */
public class CrossSiteFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Inject private transient SecurityRuntime security;

  /** Called by the container. */
  @SuppressWarnings("NullAway.Init") // The container sets the field before it calls anything.
  public CrossSiteFilter() {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (CrossSite.refused(
        request.getMethod(),
        Collections.list(request.getHeaders("Sec-Fetch-Site")),
        Collections.list(request.getHeaders("Origin")),
        request.getHeader("Host"),
        security.settings().origins())) {
      Problem.of(
              ProblemType.CROSS_SITE,
              "pages of other origins change nothing here unless larder.security.cors.origins names"
                  + " them")
          .send(request, response);
      return;
    }
    if (request.getMethod().equals("OPTIONS")
        && request.getHeader("Access-Control-Request-Method") != null
        && CorsFilter.allowed(request.getHeader("Origin"), security.settings())) {
      preflight(request.getHeader("Origin"), response);
      return;
    }
    chain.doFilter(request, response);
  }

  private static void preflight(String origin, HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, PUT, POST, DELETE");
    response.setHeader(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, If-Match, If-None-Match, X-Requested-With");
    response.setHeader("Access-Control-Max-Age", "600");
    response.setHeader(
        "Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
  }
}
