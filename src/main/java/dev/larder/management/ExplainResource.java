package dev.larder.management;

import dev.larder.http.ResponseExplainer;
import dev.larder.rest.ProblemException;
import dev.larder.rest.ProblemType;
import dev.larder.rest.QueryString;
import dev.larder.rest.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Why the response cache stores, reuses or invalidates something, or does not. */
@Path("responses/explain")
@ApplicationScoped
public class ExplainResource {

  @Inject HttpServletRequest request;
  @Inject ResponseExplainer explainer;

  /** Explains what is done with a request, and with a response to it. Nothing is changed. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.ADMIN)
  public ExplainAnswer explain(ExplainBody body, @Context UriInfo uri) {
    QueryString.of(request);
    ResponseExplainer.Question question = ExplainQuestions.of(body, uri.getBaseUri());
    try {
      return ExplainAnswers.of(question, explainer.explain(question));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemType.BAD_JSON, String.valueOf(e.getMessage()), e);
    }
  }
}
