package dev.larder.faults;

import dev.larder.cache.CacheModule;
import dev.larder.http.CacheResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** The same work behind a response cache, behind {@code getOrSet}, and without a cache. */
@Path("/outage")
@Produces(MediaType.TEXT_PLAIN)
@ApplicationScoped
public class OutageResource {

  /** Says whether {@code getOrSet} called the loader. */
  static final String LOADED = "Loaded";

  private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final Duration TTL = Duration.ofMinutes(5);

  @Inject CacheModule cache;

  @GET
  @Path("/cached/{id}")
  @CacheResponse("5m")
  public String cached(@PathParam("id") String id) {
    return work(id);
  }

  @GET
  @Path("/loaded/{id}")
  public Response loaded(@PathParam("id") String id) {
    AtomicBoolean loaded = new AtomicBoolean();
    String value =
        cache.getOrSet(
            "outage:" + id,
            String.class,
            TTL,
            () -> {
              loaded.set(true);
              return work(id);
            });
    return Response.ok(value).header(LOADED, loaded.get()).build();
  }

  @GET
  @Path("/uncached/{id}")
  public String uncached(@PathParam("id") String id) {
    return work(id);
  }

  /** A query to a database takes about so long, and no processor meanwhile. */
  private static String work(String id) {
    long begin = System.nanoTime();
    for (long left = WORK_NANOS; left > 0; left = WORK_NANOS - (System.nanoTime() - begin)) {
      LockSupport.parkNanos(left);
    }
    return "value of " + id;
  }
}
