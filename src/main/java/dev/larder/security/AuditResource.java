package dev.larder.security;

import dev.larder.rest.QueryString;
import dev.larder.rest.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** The last administrative actions and failed sign-ins at this node. */
@Path("audit")
@ApplicationScoped
public class AuditResource {

  @Inject HttpServletRequest request;
  @Inject AuditTrail trail;

  /**
   * The answer.
   *
   * @param actions the newest first
   * @param earlier how many older ones since the start are not kept any more
   */
  public record Shown(List<ShownAction> actions, long earlier) {}

  /**
   * One action; see {@link AuditTrail.Line}.
   *
   * @param at when it ended, in seconds since 1970
   */
  public record ShownAction(
      long at,
      String action,
      String who,
      String from,
      String outcome,
      Map<String, Object> details) {}

  /** Returns the newest lines. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.ADMIN)
  public Shown get() {
    int limit = QueryString.of(request, "limit").count("limit").orElse(AuditTrail.MOST);
    AuditTrail.Kept kept = trail.latest(limit);
    return new Shown(
        kept.lines().stream()
            .map(
                line ->
                    new ShownAction(
                        line.at(),
                        line.action(),
                        line.who(),
                        line.from(),
                        line.outcome(),
                        line.details()))
            .toList(),
        kept.earlier());
  }
}
