package dev.larder.http.rules.app;

import dev.larder.http.CacheResponse;
import dev.larder.http.InvalidatesCache;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** Planned resources, one for each directive. */
public final class Directives {

  private Directives() {}

  /** Without a directive. */
  @Path("plain")
  public static class Plain extends Planned {
    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
      return run(id);
    }
  }

  /** Stores only what states its own freshness. */
  @Path("explicit")
  public static class Explicit extends Planned {
    @GET
    @Path("{id}")
    @CacheResponse
    public Response get(@PathParam("id") String id) {
      return run(id);
    }
  }

  /** Five minutes for responses that state nothing. */
  @Path("five")
  public static class Five extends Planned {
    @GET
    @Path("{id}")
    @CacheResponse("5m")
    public Response get(@PathParam("id") String id) {
      return run(id);
    }

    @GET
    @Path("{id}/below")
    @CacheResponse("5m")
    public Response below(@PathParam("id") String id) {
      return run(id);
    }
  }

  /** One second for responses that state nothing. */
  @Path("second")
  public static class Second extends Planned {
    @GET
    @Path("{id}")
    @CacheResponse("1s")
    public Response get(@PathParam("id") String id) {
      return run(id);
    }
  }

  /** The directive on the class, and another one on a method. */
  @Path("class")
  @CacheResponse("5m")
  public static class OnTheClass extends Planned {
    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
      return run(id);
    }

    @GET
    @Path("{id}/explicit")
    @CacheResponse
    public Response explicit(@PathParam("id") String id) {
      return run(id);
    }
  }

  /** An entry for each user. */
  @Path("user")
  public static class PerUser extends Planned {
    @GET
    @Path("{id}")
    @CacheResponse(value = "5m", perUser = true, tags = "mine:{id}")
    public Response get(@PathParam("id") String id) {
      return run(id);
    }
  }

  /** Responses with Set-Cookie, too. */
  @Path("cookie")
  public static class WithCookie extends Planned {
    @GET
    @Path("{id}")
    @CacheResponse(value = "5m", storeSetCookie = true)
    public Response get(@PathParam("id") String id) {
      return run(id);
    }
  }

  /** Two query parameters that count, or none. */
  @Path("parameters")
  public static class Parameters extends Planned {
    @GET
    @Path("{id}")
    @CacheResponse(
        value = "5m",
        parameters = {"a", "b"})
    public Response get(@PathParam("id") String id) {
      return run(id);
    }

    @GET
    @Path("{id}/none")
    @CacheResponse(value = "5m", parameters = "")
    public Response none(@PathParam("id") String id) {
      return run(id);
    }
  }

  /** With tags. */
  @Path("tagged")
  public static class Tagged extends Planned {
    @GET
    @Path("{id}")
    @CacheResponse(
        value = "5m",
        tags = {"thing:{id}", "things"})
    public Response get(@PathParam("id") String id) {
      return run(id);
    }

    @GET
    @Path("{id}/part/{part}")
    @CacheResponse(value = "5m", tags = "part:{part}")
    public Response part(@PathParam("id") String id, @PathParam("part") String part) {
      return run(id + "-" + part);
    }
  }

  /** Answered in front of JAX-RS. */
  @Path("early")
  public static class Early extends Planned {
    @GET
    @Path("{id}")
    @CacheResponse(value = "5m", early = true)
    public Response get(@PathParam("id") String id) {
      return run(id);
    }
  }

  /** For administrators. */
  @Path("secured")
  public static class Secured extends Planned {
    @GET
    @Path("{id}")
    @RolesAllowed("admin")
    @CacheResponse("5m")
    public Response get(@PathParam("id") String id) {
      return run(id);
    }
  }

  /** Unsafe methods that invalidate more than their own URI. */
  @Path("change")
  public static class Change extends Planned {
    @POST
    @Path("tag/{id}")
    @InvalidatesCache("thing:{id}")
    public Response tag(@PathParam("id") String id) {
      return change();
    }

    @POST
    @Path("mine/{id}")
    @InvalidatesCache("mine:{id}")
    public Response mine(@PathParam("id") String id) {
      return change();
    }

    @POST
    @Path("all")
    @InvalidatesCache("things")
    public Response all() {
      return change();
    }

    @POST
    @Path("uri/{id}")
    @InvalidatesCache({"/five/{id}", "/explicit/{id}"})
    public Response uri(@PathParam("id") String id) {
      return change();
    }

    @POST
    @Path("user/{id}")
    @InvalidatesCache("/user/{id}")
    public Response user(@PathParam("id") String id) {
      return change();
    }
  }
}
