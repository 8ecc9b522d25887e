package dev.larder.http.rules.app;

import dev.larder.http.CacheResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.zip.GZIPOutputStream;

/** Filters and interceptors of the application itself, and the resources that they are for. */
public final class Filters {

  private Filters() {}

  /** Marks what is sent compressed to those who accept it. */
  @NameBinding
  @Retention(RetentionPolicy.RUNTIME)
  public @interface Zipped {}

  /** Marks what browsers on other sites may read. */
  @NameBinding
  @Retention(RetentionPolicy.RUNTIME)
  public @interface Shared {}

  /** Marks what a filter of the application has a last word on. */
  @NameBinding
  @Retention(RetentionPolicy.RUNTIME)
  public @interface Late {}

  /** Has a last word on a response, as the request asks for. */
  @Provider
  @Late
  public static class LateFilter implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
      String wish = String.valueOf(request.getHeaderString("X-Late"));
      switch (wish) {
        case "private", "no-store", "max-age=0" ->
            response.getHeaders().putSingle("Cache-Control", wish);
        case "status" -> response.setStatus(503);
        case "entity" -> response.setEntity("changed");
        case "fail" -> throw new IllegalStateException("as the request wishes");
        default -> response.getHeaders().putSingle("X-Was", "here");
      }
    }
  }

  /** A resource that such a filter has a last word on. */
  @Path("late")
  public static class LateResource extends Planned {
    @GET
    @Path("{id}")
    @Late
    @CacheResponse("5m")
    public Response get(@PathParam("id") String id) {
      return run(id);
    }
  }

  /** Refuses everybody who says that he is banned. */
  @Provider
  public static class Ban implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
      if (request.getHeaders().containsKey("X-Banned")) {
        request.abortWith(Response.status(403).entity("banned").build());
      }
    }
  }

  /** Names the caller on every response, as a filter does that knows nothing of caches. */
  @Provider
  public static class Caller implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
      String caller = request.getHeaderString("X-Caller");
      if (caller != null) {
        response.getHeaders().putSingle("X-Called-By", caller);
      }
    }
  }

  /** Compresses. */
  @Provider
  @Zipped
  public static class Zip implements WriterInterceptor {
    @Context HttpHeaders headers;

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
      String accepted = headers.getHeaderString("Accept-Encoding");
      if (accepted == null || !accepted.contains("gzip")) {
        context.proceed();
        return;
      }
      context.getHeaders().putSingle("Content-Encoding", "gzip");
      GZIPOutputStream zipped = new GZIPOutputStream(context.getOutputStream());
      context.setOutputStream(zipped);
      context.proceed();
      zipped.finish();
    }
  }

  /** Lets any origin read, and says which. */
  @Provider
  @Shared
  public static class Cors implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
      String origin = request.getHeaderString("Origin");
      if (origin != null) {
        response.getHeaders().putSingle("Access-Control-Allow-Origin", origin);
      }
    }
  }

  /** A compressed resource. */
  @Path("zipped")
  public static class ZippedResource extends Planned {
    @GET
    @Path("{id}")
    @Zipped
    @CacheResponse("5m")
    public Response get(@PathParam("id") String id) {
      return run(id);
    }
  }

  /** A resource that other sites may read: by a filter, or by itself. */
  @Path("cors")
  public static class CorsResource extends Planned {
    @GET
    @Path("{id}/filter")
    @Shared
    @CacheResponse("5m")
    public Response byFilter(@PathParam("id") String id) {
      return run(id);
    }

    @GET
    @Path("{id}/own")
    @CacheResponse("5m")
    public Response own(@PathParam("id") String id) {
      return run(id);
    }
  }
}
