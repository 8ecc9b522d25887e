package dev.larder.security;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Adds to every answer what keeps browsers from doing more with it than is meant: guess its type,
 * show it in frames, run scripts in it, tell other sites where somebody came from, and go back to
 * plain HTTP. It is the first of the filters, so that it sees the answers of all others.
 */
public class SecurityHeadersFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** Nothing of the API is a page; an entry is what somebody stored. */
  private static final String API = "default-src 'none'; frame-ancestors 'none'; sandbox";

  /** The console has its scripts and styles in files of its own. */
  private static final String PAGES =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src"
          + " 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  @Inject private transient SecurityRuntime security;

  /** Called by the container. */
  @SuppressWarnings("NullAway.Init") // The container sets the field before it calls anything.
  public SecurityHeadersFilter() {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    String path = failed instanceof String text ? text : request.getRequestURI();
    boolean api = path.startsWith(request.getContextPath() + "/api");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Content-Security-Policy", api ? API : PAGES);
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    long hsts = security.settings().hsts().toSeconds();
    if (request.isSecure() && hsts > 0) {
      response.setHeader("Strict-Transport-Security", "max-age=" + hsts);
    }
    chain.doFilter(request, response);
  }
}
