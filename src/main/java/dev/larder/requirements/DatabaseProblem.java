package dev.larder.requirements;

import dev.larder.rest.Problem;
import dev.larder.rest.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;

/** Answers for a database that cannot be reached: try again; nothing is said of where it is. */
@Provider
public class DatabaseProblem implements ExceptionMapper<DatabaseException> {

  private static final System.Logger LOG = System.getLogger("dev.larder.requirements");
  private static final Problem PROBLEM =
      new Problem(
          ProblemType.UNAVAILABLE,
          "the database cannot answer at the moment, or not in time; try again",
          Map.of(HttpHeaders.RETRY_AFTER, "5"),
          Map.of());

  @Override
  public Response toResponse(DatabaseException failure) {
    LOG.log(System.Logger.Level.WARNING, "A request failed because of the database.", failure);
    return PROBLEM.response(null);
  }
}
