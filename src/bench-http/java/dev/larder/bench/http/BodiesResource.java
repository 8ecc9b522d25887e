package dev.larder.bench.http;

import dev.larder.http.CacheResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The same body by different ways. */
@Path("/")
@Produces(MediaType.TEXT_PLAIN)
public class BodiesResource {

  private static final long WORK_MILLIS = 5;
  private static final Map<Integer, byte[]> BODIES = new ConcurrentHashMap<>();

  /** A constant: what JAX-RS itself costs. */
  @GET
  @Path("constant/{size}")
  public byte[] constant(@PathParam("size") int size) {
    return body(size);
  }

  /** As much as an application does before it has its answer, without a cache. */
  @GET
  @Path("worked/{size}")
  public byte[] worked(@PathParam("size") int size) throws InterruptedException {
    return work(size);
  }

  /** The same, cached. */
  @GET
  @Path("cached/{size}")
  @CacheResponse("1h")
  public byte[] cached(@PathParam("size") int size) throws InterruptedException {
    return work(size);
  }

  /** The same, answered in front of JAX-RS. */
  @GET
  @Path("early/{size}")
  @CacheResponse(value = "1h", early = true)
  public byte[] early(@PathParam("size") int size) throws InterruptedException {
    return work(size);
  }

  private static byte[] work(int size) throws InterruptedException {
    Thread.sleep(WORK_MILLIS);
    return body(size);
  }

  private static byte[] body(int size) {
    return BODIES.computeIfAbsent(
        size,
        length -> {
          byte[] body = new byte[length];
          Arrays.fill(body, (byte) 'x');
          return body;
        });
  }
}
