package dev.larder.rest;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The problem document in place of the server's own error page, for what fails outside of JAX-RS:
 * web.xml names it as the error page.
 */
@WebServlet("/problem")
public class ErrorServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    // Asked for directly it is a page that does not exist.
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer known
            ? known
            : HttpServletResponse.SC_NOT_FOUND;
    ProblemType type = ProblemType.ofStatus(status);
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    Problem.of(type, Problems.webDetail(type))
        .send(path instanceof String text ? Instance.of(text) : Instance.of(request), response);
  }
}
