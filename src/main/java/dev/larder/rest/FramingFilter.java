package dev.larder.rest;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses requests of which it is not clear where they end or whom they address (RFC 9112, sections
 * 3.2 and 6): where a server reads over an unknown transfer coding, an empty value would be stored
 * in the place of the one that was sent.
 */
public class FramingFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** More than an exabyte is a mistake, or meant to overflow somebody's number. */
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  /** Called by the container. */
  public FramingFilter() {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<String> problem =
        problem(
            values(request, "Host"),
            values(request, "Content-Length"),
            values(request, "Transfer-Encoding"));
    if (problem.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    // What follows on the connection may be anything.
    response.setHeader("Connection", "close");
    Problem.of(ProblemType.BAD_REQUEST, problem.get()).send(request, response);
  }

  /** Returns what is wrong with the lines of these fields; empty when nothing is. */
  static Optional<String> problem(
      List<String> hosts, List<String> lengths, List<String> transferCodings) {
    if (hosts.size() > 1) {
      return Optional.of("a request has one Host field");
    }
    if (lengths.size() > 1) {
      return Optional.of("a request has one Content-Length field at most");
    }
    if (lengths.stream().anyMatch(length -> !LENGTH.matcher(length).matches())) {
      return Optional.of("a Content-Length is a number of bytes that can be");
    }
    if (transferCodings.isEmpty()) {
      return Optional.empty();
    }
    if (!lengths.isEmpty()) {
      return Optional.of("a request has a Content-Length or a Transfer-Encoding, not both");
    }
    return transferCodings.size() == 1 && transferCodings.get(0).equalsIgnoreCase("chunked")
        ? Optional.empty()
        : Optional.of("the only transfer coding that is understood is chunked");
  }

  private static List<String> values(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name));
  }
}
