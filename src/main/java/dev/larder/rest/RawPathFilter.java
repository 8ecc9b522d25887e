package dev.larder.rest;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Refuses targets that servers understand differently, before JAX-RS makes something of them. */
public class RawPathFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<Problem> problem =
        RawPath.problem(request.getRequestURI(), request.getContextPath() + "/api")
            .or(() -> RawPath.queryProblem(request.getQueryString(), request.getContentType()));
    if (problem.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    problem.get().send(request, response);
  }
}
