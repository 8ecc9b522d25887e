package dev.larder.http.jaxrs;

import dev.larder.http.HeaderFields;
import dev.larder.http.HeaderFields.Field;
import dev.larder.http.ResponseHead;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields that reach the client past JAX-RS: a servlet filter, or a resource with the servlet
 * response in its hand, has set them there; a new session has set its cookie.
 */
final class PastJaxRs {

  /** Those that say whether and for whom a response is stored. */
  private static final List<String> CONTROLS =
      List.of("Cache-Control", "CDN-Cache-Control", "Expires", "Vary");

  private PastJaxRs() {}

  /**
   * Returns the head of a response with what the servlet response says of caching besides it. A
   * field that JAX-RS sends replaces one of that name there.
   */
  static ResponseHead with(ResponseHead head, HttpServletResponse response) {
    List<Field> fields = new ArrayList<>();
    for (String name : CONTROLS) {
      if (!head.fields().has(name)) {
        response.getHeaders(name).forEach(value -> fields.add(new Field(name, value)));
      }
    }
    if (fields.isEmpty()) {
      return head;
    }
    fields.addAll(0, head.fields().lines());
    return new ResponseHead(head.status(), HeaderFields.of(fields));
  }

  /**
   * Returns whether the session of a request begins with it. Server difference: session cookie.
   * Payara sets the cookie at once, Undertow when it sends the response.
   */
  static boolean beginsSession(HttpServletRequest request) {
    try {
      HttpSession session = request.getSession(false);
      return session != null && session.isNew();
    } catch (IllegalStateException e) {
      // Ended already: whatever it was, it is one user's.
      return true;
    }
  }

  /** Returns whether a cookie is set there: it is of one user's session, and never stored. */
  static boolean setsCookie(HttpServletResponse response) {
    return response.containsHeader(HttpHeaders.SET_COOKIE);
  }
}
