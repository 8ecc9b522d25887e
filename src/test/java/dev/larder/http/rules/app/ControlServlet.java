package dev.larder.http.rules.app;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * How a test plans what the resources answer for an id, and learns what they saw. Beside JAX-RS, so
 * that nothing of the response cache is in its way.
 */
@WebServlet("/control/*")
public class ControlServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().print(Script.of(id(request)).report());
  }

  /** Takes one plan a line. */
  @Override
  protected void doPut(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    Script.of(id(request)).plan(body.lines().map(Plan::parse).toList());
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  /** Opens the gate. */
  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response) {
    Script.of(id(request)).open();
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  private static String id(HttpServletRequest request) {
    return request.getPathInfo().substring(1);
  }
}
