package dev.larder.http.rules.app;

import dev.larder.http.CacheResponse;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Resource methods in every form that JAX-RS knows, all with a directive. */
public final class Shapes {

  private Shapes() {}

  /** GET and an own HEAD. */
  @Path("own-head")
  public static class OwnHead extends Planned {
    @GET
    @Path("{id}")
    @CacheResponse("5m")
    public Response get(@PathParam("id") String id) {
      return run(id);
    }

    @HEAD
    @Path("{id}")
    public Response head(@PathParam("id") String id) {
      return run("HEAD", id);
    }
  }

  /** One representation for each of two media types, by two methods or by one. */
  @Path("negotiated")
  public static class Negotiated extends Planned {
    @GET
    @Path("{id}")
    @Produces("text/plain")
    @CacheResponse("5m")
    public String text(@PathParam("id") String id) {
      run(id).close();
      return "text of " + id;
    }

    @GET
    @Path("{id}")
    @Produces("application/json")
    @CacheResponse("5m")
    public String json(@PathParam("id") String id) {
      run(id).close();
      return "{\"json\":\"" + id + "\"}";
    }

    @GET
    @Path("{id}/one")
    @Produces({"text/html", "text/csv"})
    @CacheResponse("5m")
    public String one(@PathParam("id") String id) {
      return Script.of(id).run("GET", headers, security).getEntity().toString();
    }
  }

  /** Plain return values. */
  @Path("value")
  public static class Values extends Planned {
    @GET
    @Path("{id}/text")
    @CacheResponse("5m")
    public String text(@PathParam("id") String id) {
      return run(id).getEntity().toString();
    }

    @GET
    @Path("{id}/json")
    @Produces("application/json")
    @CacheResponse("5m")
    public Map<String, Object> json(@PathParam("id") String id) {
      return Map.of("text", run(id).getEntity().toString());
    }

    @GET
    @Path("{id}/null")
    @CacheResponse("5m")
    public String nothing(@PathParam("id") String id) {
      run(id).close();
      return null;
    }

    @GET
    @Path("{id}/not-found")
    @CacheResponse("5m")
    public String notFound(@PathParam("id") String id) {
      run(id).close();
      throw new NotFoundException();
    }

    /** Fields as objects, which JAX-RS writes as it likes. */
    @GET
    @Path("{id}/typed")
    @CacheResponse
    public Response typed(@PathParam("id") String id) {
      CacheControl control = new CacheControl();
      control.setMaxAge(60);
      return Response.fromResponse(run(id))
          .cacheControl(control)
          .lastModified(new Date(0))
          .tag(new EntityTag("typed"))
          .language("de")
          .header("X-Number", 7)
          .build();
    }

    @GET
    @Path("{id}/cookie")
    @CacheResponse("5m")
    public Response cookie(@PathParam("id") String id) {
      NewCookie cookie = new NewCookie.Builder("personal").value("secret").build();
      return Response.fromResponse(run(id)).cookie(cookie).build();
    }
  }

  /** Fields that are set past JAX-RS. */
  @Path("servlet")
  public static class Servlets extends Planned {
    @Context HttpServletRequest request;
    @Context HttpServletResponse response;

    @GET
    @Path("{id}/session")
    @CacheResponse("5m")
    public Response session(@PathParam("id") String id) {
      request.getSession(true).setAttribute("cart", id);
      return run(id);
    }

    @GET
    @Path("{id}/no-store")
    @CacheResponse("5m")
    public Response noStore(@PathParam("id") String id) {
      response.setHeader("Cache-Control", "no-store");
      return run(id);
    }

    @GET
    @Path("{id}/add-cookie")
    @CacheResponse("5m")
    public Response addCookie(@PathParam("id") String id) {
      response.addCookie(new Cookie("personal", "secret"));
      return run(id);
    }

    @GET
    @Path("{id}/set-cookie")
    @CacheResponse("5m")
    public Response setCookie(@PathParam("id") String id) {
      response.addHeader("Set-Cookie", "personal=secret");
      return run(id);
    }
  }

  /** Evaluates the preconditions of the request itself. */
  @Path("preconditions")
  public static class Preconditions extends Planned {
    @Context Request request;

    @GET
    @Path("{id}")
    @CacheResponse
    public Response get(@PathParam("id") String id) {
      Response full = run(id);
      Response.ResponseBuilder unchanged = request.evaluatePreconditions(full.getEntityTag());
      if (unchanged == null) {
        return full;
      }
      full.getStringHeaders()
          .forEach(
              (name, values) -> {
                if (!name.equalsIgnoreCase("Content-Type") && !name.equalsIgnoreCase("ETag")) {
                  values.forEach(value -> unchanged.header(name, value));
                }
              });
      return unchanged.build();
    }
  }

  /** Answers from another thread, and is a bean. */
  @Path("async")
  @RequestScoped
  public static class Asynchronous extends Planned {
    @Resource ManagedExecutorService executor;

    @GET
    @Path("{id}/suspended")
    @CacheResponse("5m")
    public void suspended(@PathParam("id") String id, @Suspended AsyncResponse later) {
      Response response = run(id);
      executor.execute(() -> later.resume(response));
    }

    @GET
    @Path("{id}/error")
    @CacheResponse("5m")
    public void error(@PathParam("id") String id, @Suspended AsyncResponse later) {
      run(id).close();
      executor.execute(() -> later.resume(new IllegalStateException("planned")));
    }

    @GET
    @Path("{id}/stage")
    @CacheResponse("5m")
    public CompletionStage<Response> stage(@PathParam("id") String id) {
      Response response = run(id);
      return CompletableFuture.supplyAsync(() -> response, executor);
    }
  }

  /** Server-sent events: one at once, one when the gate is open. */
  @Path("events")
  public static class Events extends Planned {
    @GET
    @Path("{id}")
    @Produces("text/event-stream")
    @CacheResponse("5m")
    public void events(@PathParam("id") String id, @Context SseEventSink sink, @Context Sse sse) {
      sink.send(event(sse, "first"));
      run(id).close();
      sink.send(event(sse, "second")).thenRun(sink::close);
    }

    private static OutboundSseEvent event(Sse sse, String data) {
      return sse.newEventBuilder().data(String.class, data).build();
    }
  }

  /** A sub-resource locator. */
  @Path("located")
  public static class Located extends Planned {
    @Path("{id}/sub")
    public Sub sub(@PathParam("id") String id) {
      return new Sub(() -> run(id));
    }
  }

  /** What the locator returns. */
  public static class Sub {
    private final java.util.function.Supplier<Response> response;

    Sub(java.util.function.Supplier<Response> response) {
      this.response = response;
    }

    @GET
    @CacheResponse("5m")
    public Response get() {
      return response.get();
    }
  }
}
