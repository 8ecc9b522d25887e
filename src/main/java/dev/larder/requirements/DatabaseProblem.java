package dev.larder.requirements;

import dev.larder.rest.ProblemException;
import dev.larder.rest.ProblemMapper;
import dev.larder.rest.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers for a database that cannot be reached: try again; nothing is said of where it is. */
@Provider
@ApplicationScoped
public class DatabaseProblem implements ExceptionMapper<DatabaseException> {

  private static final System.Logger LOG = System.getLogger("dev.larder.requirements");

  @Inject ProblemMapper problems;

  @Override
  public Response toResponse(DatabaseException failure) {
    LOG.log(System.Logger.Level.WARNING, "A request failed because of the database.", failure);
    return problems.toResponse(
        new ProblemException(
            ProblemType.UNAVAILABLE,
            "the database cannot answer at the moment, or not in time; try again"));
  }
}
