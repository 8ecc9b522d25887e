package dev.larder.http.rules.app;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** An exception of the application, with its mapper. */
public class MappedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Response response;

  MappedException(Response response) {
    super("planned");
    this.response = response;
  }

  /** Answers what was planned. */
  @Provider
  public static class Mapper implements ExceptionMapper<MappedException> {
    @Override
    public Response toResponse(MappedException exception) {
      return exception.response;
    }
  }
}
