package dev.larder.management;

import dev.larder.rest.EventWriter;
import dev.larder.rest.QueryString;
import dev.larder.rest.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The statistics as they change, as an event stream: with each sample the sample itself, and what
 * {@link StatsResource} and {@link HealthResource} answer at that moment.
 *
 * <p>A stream takes a thread of the server, and a client that has gone away is noticed when it is
 * written to. So a stream ends after a few minutes, when its client asks anew, with credentials
 * that are looked at anew; and of more streams than there are places for, each ends after its first
 * sample, which makes their clients ask from time to time.
 */
@Path("events")
@ApplicationScoped
public class EventsResource {

  /** The samples of a stream: those of five minutes. */
  private static final int MOST = (int) Duration.ofMinutes(5).dividedBy(Sampler.EVERY);

  /** Payara Server has five threads for requests unless it is told otherwise: one is left. */
  private static final int PLACES = 4;

  private static final Duration PATIENCE = Sampler.EVERY.multipliedBy(3);
  private static final System.Logger LOG = System.getLogger("dev.larder.management");

  @Inject HttpServletRequest request;
  @Inject Sampler sampler;
  @Inject StatsResource stats;
  @Inject HealthResource health;

  private final Semaphore places = new Semaphore(PLACES);

  /** Opens a stream. */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RolesAllowed(Roles.READER)
  public Response stream() {
    int limit = Math.min(QueryString.of(request, "limit").count("limit").orElse(MOST), MOST);
    Response.ResponseBuilder answer =
        // Proxies such as nginx would collect events otherwise.
        Response.ok().type(MediaType.SERVER_SENT_EVENTS_TYPE).header("X-Accel-Buffering", "no");
    return request.getMethod().equals(HttpMethod.HEAD)
        ? answer.build()
        : answer.entity((StreamingOutput) out -> write(out, limit)).build();
  }

  private void write(OutputStream out, int limit) throws IOException {
    boolean placed = places.tryAcquire();
    try {
      write(new EventWriter(out), placed ? limit : 1);
    } catch (InterruptedException e) {
      // The service is being stopped.
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A client went away from the events", e);
      throw e;
    } finally {
      if (placed) {
        places.release();
      }
    }
  }

  private void write(EventWriter events, int limit) throws IOException, InterruptedException {
    long seen = 0;
    for (int i = 0; i < limit; i++) {
      Optional<History.Numbered> next = sampler.history().after(seen, PATIENCE);
      if (next.isEmpty()) {
        return;
      }
      seen = next.get().number();
      events.write("sample", next.get().sample());
      events.write("stats", stats.now());
      events.write("health", health.now(true));
      events.flush();
    }
  }
}
