package dev.larder.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The audit log: one line for each administrative action and each failed sign-in, with who, what,
 * from where, and the outcome, in the category {@code dev.larder.audit}. What comes from a request
 * is in quotes and cannot make lines of its own. Thread-safe.
 */
@ApplicationScoped
public class Audit {

  private static final System.Logger LOG = System.getLogger("dev.larder.audit");

  @Inject HttpServletRequest request;
  @Inject SecurityRuntime security;
  @Inject AuditTrail trail;

  /**
   * What is known of an action when it begins, for a line that may be written by another thread.
   *
   * @param action such as {@code keys-delete}
   * @param who the principal, or {@code -} for nobody
   * @param from the address
   * @param trail keeps the line for a while, and counts it
   */
  public record Action(String action, String who, String from, AuditTrail trail) {

    /**
     * Writes the line, and keeps it for a while.
     *
     * @param outcome such as {@code done}
     * @param details further figures and texts, by name
     */
    public void ended(String outcome, Map<String, ?> details) {
      StringBuilder line = new StringBuilder(160);
      line.append("action=").append(action).append(" who=").append(AuditText.quoted(who));
      line.append(" from=").append(AuditText.quoted(from)).append(" outcome=").append(outcome);
      details.forEach(
          (name, value) ->
              line.append(' ')
                  .append(name)
                  .append('=')
                  .append(
                      value instanceof Number || value instanceof Boolean
                          ? value.toString()
                          : AuditText.quoted(String.valueOf(value))));
      LOG.log(System.Logger.Level.INFO, line.toString());
      trail.add(this, outcome, details);
    }
  }

  /** Begins an action of the present request. */
  public Action begin(String action) {
    return new Action(
        action,
        request.getUserPrincipal() == null ? "-" : request.getUserPrincipal().getName(),
        security.addressOf(request),
        trail);
  }

  /** Returns what the present request asks for, as it was sent. */
  public Map<String, Object> asked() {
    Map<String, Object> asked = new LinkedHashMap<>();
    String query = request.getQueryString();
    asked.put(
        "request",
        request.getMethod()
            + " "
            + request.getRequestURI()
            + (query == null || query.isEmpty() ? "" : "?" + query));
    return asked;
  }
}
