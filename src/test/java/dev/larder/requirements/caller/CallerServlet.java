package dev.larder.requirements.caller;

import dev.larder.requirements.RequirementsCache;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;

/** Lets a test call the application's code over HTTP. */
@WebServlet("/caller/*")
public class CallerServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Inject private transient CallerBean bean;
  @Inject private transient RequirementsCache requirements;
  @Resource private transient UserTransaction transaction;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String content = request.getParameter("content") + "\n";
    String answer =
        switch (request.getPathInfo()) {
          case "/commit" -> bean.save(content, false);
          case "/rollback" -> bean.save(content, true);
          case "/refused" -> bean.refusedAndThenSaved(content);
          case "/get" -> bean.getOnly();
          case "/user" -> inUserTransaction(content);
          default -> "no such case";
        };
    response.setContentType("text/plain");
    response.getWriter().print(answer);
  }

  private String inUserTransaction(String content) throws ServletException {
    try {
      transaction.begin();
      requirements.save("gone\n");
      transaction.rollback();
      transaction.begin();
      requirements.save(content);
      transaction.commit();
      return "done";
    } catch (Exception e) {
      // The interface of transactions has half a dozen checked exceptions, all of them failures.
      throw new ServletException(e);
    }
  }
}
