package dev.larder.http.sample;

import dev.larder.http.CacheResponse;
import dev.larder.http.InvalidatesCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.atomic.AtomicInteger;

/** What an application that embeds Larder looks like: annotations, and nothing else of a cache. */
@Path("/products")
@Produces(MediaType.TEXT_PLAIN)
@ApplicationScoped
public class ProductResource {

  private final AtomicInteger answers = new AtomicInteger();

  /** Says the number of answers so far: a client sees whether the resource was asked. */
  @GET
  @Path("/{id}")
  @CacheResponse(value = "5m", tags = "product:{id}")
  public String product(@PathParam("id") String id) {
    return "product " + id + ", answer " + answers.incrementAndGet();
  }

  @GET
  @Path("/{id}/uncached")
  public String uncached(@PathParam("id") String id) {
    return "product " + id + ", answer " + answers.incrementAndGet();
  }

  @PUT
  @Path("/{id}")
  public void change(@PathParam("id") String id) {}

  @POST
  @Path("/{id}/price")
  @InvalidatesCache("product:{id}")
  public void reprice(@PathParam("id") String id) {}
}
