package dev.larder.management;

import dev.larder.http.CacheResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A resource that answers when a test lets it; each answer has a number of its own. */
@Path("/gated")
public class GatedResource {

  private static final Semaphore GATE = new Semaphore(0);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @GET
  @Path("/{id}")
  @CacheResponse(value = "5m", tags = "gated:{id}")
  public String answer(@PathParam("id") String id) throws InterruptedException {
    int number = NUMBER.incrementAndGet();
    if (!GATE.tryAcquire(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody opened the gate");
    }
    return Integer.toString(number);
  }

  /** Lets one request through. */
  @POST
  @Path("/gate/open")
  public void open() {
    GATE.release();
  }
}
