package dev.larder.http.rules.app;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/**
 * What planned resources have in common: a GET runs the plan of its id, and the unsafe methods
 * answer what the request asks for with {@code Answer-Status} and {@code Answer-Field}.
 */
public abstract class Planned {

  @Context HttpHeaders headers;
  @Context SecurityContext security;

  /** Runs the plan of an id. */
  protected Response run(String id) {
    return run("GET", id);
  }

  /** Runs the plan of an id for a method. */
  protected Response run(String method, String id) {
    return Script.of(id).run(method, headers, security);
  }

  @POST
  @Path("{id}")
  public Response post(@PathParam("id") String id) {
    return change();
  }

  @PUT
  @Path("{id}")
  public Response put(@PathParam("id") String id) {
    return change();
  }

  @PATCH
  @Path("{id}")
  public Response patch(@PathParam("id") String id) {
    return change();
  }

  @DELETE
  @Path("{id}")
  public Response delete(@PathParam("id") String id) {
    return change();
  }

  @Frob
  @Path("{id}")
  public Response frob(@PathParam("id") String id) {
    return change();
  }

  /** Answers what the request asks for; 204 when it does not. */
  protected Response change() {
    String status = headers.getHeaderString("Answer-Status");
    Response.ResponseBuilder builder =
        Response.status(status == null ? 204 : Integer.parseInt(status));
    if (headers.getRequestHeaders().containsKey("Answer-Field")) {
      for (String field : headers.getRequestHeader("Answer-Field")) {
        int colon = field.indexOf(':');
        builder.header(field.substring(0, colon), field.substring(colon + 1).strip());
      }
    }
    return builder.build();
  }
}
