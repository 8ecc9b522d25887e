package dev.larder.rest;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The one place where failures become answers. What the sender caused is answered and not logged;
 * what is the service's own fault is logged once, under an id that the answer names, and tells
 * nothing else. Server difference: missing bodies. Where a body is asked for and there is none, and
 * no type of it, Jersey hands on nothing ({@link EmptyBodyInterceptor}), while RESTEasy finds no
 * reader for it and says that its type is not supported.
 */
@Provider
@Priority(1)
@ApplicationScoped
public class ProblemMapper implements ExceptionMapper<Throwable> {

  private static final System.Logger LOG = System.getLogger("dev.larder.rest");

  @Inject HttpServletRequest request;

  @Override
  public Response toResponse(Throwable failure) {
    if (failure instanceof WebApplicationException web && web.getResponse().getStatus() < 400) {
      return web.getResponse();
    }
    Optional<Problem> known =
        Problems.of(
            failure instanceof NotSupportedException && isWithoutBody()
                ? JsonProvider.noBody()
                : failure);
    return known.orElseGet(() -> internal(failure)).response(Instance.of(request));
  }

  private boolean isWithoutBody() {
    return request.getContentType() == null
        && request.getContentLengthLong() <= 0
        && request.getHeader("Transfer-Encoding") == null;
  }

  static Problem internal(Throwable failure) {
    String id = UUID.randomUUID().toString();
    LOG.log(System.Logger.Level.ERROR, "A request failed, id " + id, failure);
    return new Problem(
        ProblemType.INTERNAL_ERROR,
        "the request failed for a reason that is not its own; the service's log has it as " + id,
        Map.of(),
        Map.of("id", id));
  }
}
