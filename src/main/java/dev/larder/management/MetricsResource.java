package dev.larder.management;

import dev.larder.rest.QueryString;
import dev.larder.rest.Roles;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The metrics, for Prometheus. They are of the whole service, so that accounts with a prefix do not
 * see them.
 */
@Path("metrics")
@ApplicationScoped
@RolesAllowed(Roles.READER)
public class MetricsResource {

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  @Inject HttpServletRequest request;
  @Inject PrometheusMeterRegistry registry;
  @Inject FigureMeters figures;

  /** Returns the metrics in the text format of Prometheus. */
  @GET
  @Produces(MediaType.TEXT_PLAIN)
  public Response text() {
    return scrape(TEXT);
  }

  /** Returns the metrics as OpenMetrics. */
  @GET
  @Produces("application/openmetrics-text;qs=0.9")
  public Response openMetrics() {
    return scrape(OPEN_METRICS);
  }

  private Response scrape(String format) {
    QueryString.of(request);
    figures.look();
    return Response.ok(registry.scrape(format), format).build();
  }
}
