package dev.larder.http.sample;

import dev.larder.http.CacheResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.io.StringReader;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The origin server of the public conformance suite for HTTP caches (npm: http-cache-tests) as a
 * JAX-RS resource. The suite's client first says what the resource shall answer, then asks it
 * through the cache, and at last asks what the resource has seen.
 *
 * <p>Two things differ from the suite's own origin, since there is no proxy between a resource and
 * its cache: where that one cuts the connection, the resource throws an exception; and where that
 * one answers 999, because the cache should have asked conditionally and did not, the resource
 * answers 400, since JAX-RS has no status above 599. The client takes both for failures. What the
 * suite says of responses with {@code Set-Cookie} needs a directive that allows to store them.
 */
@Path("/conformance")
@ApplicationScoped
public class ConformanceOrigin {

  private final ConcurrentMap<String, ConformanceCase> cases = new ConcurrentHashMap<>();

  @PUT
  @Path("/config/{case}")
  public Response configure(@PathParam("case") String id, String body) {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      ConformanceCase added = new ConformanceCase(id, reader.readArray());
      return Response.status(
              cases.putIfAbsent(id, added) == null ? Status.CREATED : Status.CONFLICT)
          .build();
    }
  }

  @GET
  @Path("/state/{case}")
  @Produces(MediaType.TEXT_PLAIN)
  public Response state(@PathParam("case") String id) {
    ConformanceCase tested = cases.get(id);
    if (tested == null || tested.untouched()) {
      return Response.status(Status.NOT_FOUND).build();
    }
    return Response.ok(tested.seen().toString()).build();
  }

  @GET
  @Path("/test/{case}{file: (/[^/]*)?}")
  @CacheResponse(storeSetCookie = true)
  public Response get(
      @PathParam("case") String id,
      @Context HttpServletRequest request,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    return answer(id, request, headers, uri);
  }

  @POST
  @Path("/test/{case}{file: (/[^/]*)?}")
  public Response post(
      @PathParam("case") String id,
      @Context HttpServletRequest request,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    return answer(id, request, headers, uri);
  }

  @PUT
  @Path("/test/{case}{file: (/[^/]*)?}")
  public Response put(
      @PathParam("case") String id,
      @Context HttpServletRequest request,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    return answer(id, request, headers, uri);
  }

  @PATCH
  @Path("/test/{case}{file: (/[^/]*)?}")
  public Response patch(
      @PathParam("case") String id,
      @Context HttpServletRequest request,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    return answer(id, request, headers, uri);
  }

  @DELETE
  @Path("/test/{case}{file: (/[^/]*)?}")
  public Response delete(
      @PathParam("case") String id,
      @Context HttpServletRequest request,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    return answer(id, request, headers, uri);
  }

  @MSearch
  @Path("/test/{case}{file: (/[^/]*)?}")
  public Response search(
      @PathParam("case") String id,
      @Context HttpServletRequest request,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    return answer(id, request, headers, uri);
  }

  private Response answer(String id, HttpServletRequest request, HttpHeaders headers, UriInfo uri) {
    ConformanceCase tested = cases.get(id);
    if (tested == null) {
      return Response.status(Status.CONFLICT).entity("no configuration for " + id).build();
    }
    // An automatic HEAD reaches a resource as GET on some servers; the servlet request knows.
    return tested.answer(request.getMethod(), new RequestFields(headers), uri.getRequestUri());
  }

  /** The request fields as the resource sees them, with what the cache has changed. */
  record RequestFields(HttpHeaders headers) {

    /** All lines of a field as one; null when there is none. */
    @Nullable String get(String name) {
      List<String> lines = headers.getRequestHeader(name);
      return lines == null || lines.isEmpty() ? null : String.join(", ", lines);
    }
  }

  /** A method that no HTTP specification knows well, for which JAX-RS has no annotation. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @HttpMethod("M-SEARCH")
  @interface MSearch {}
}
