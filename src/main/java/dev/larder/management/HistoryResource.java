package dev.larder.management;

import dev.larder.rest.QueryString;
import dev.larder.rest.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statistics of the last hour, for charts: the samples of this node as columns. */
@Path("history")
@ApplicationScoped
public class HistoryResource {

  @Inject HttpServletRequest request;
  @Inject Sampler sampler;

  /**
   * The samples; each column has one figure for each of them, the oldest first. See {@link Sample}.
   *
   * @param interval the time between two samples, in seconds
   */
  public record Columns(
      long interval,
      List<Long> at,
      List<Long> hits,
      List<Long> misses,
      List<Long> loads,
      List<Long> errors,
      List<@Nullable Long> evictions,
      List<@Nullable Long> entries,
      List<@Nullable Long> bytes,
      List<Long> requests,
      List<@Nullable Double> p50,
      List<@Nullable Double> p95,
      List<@Nullable Double> p99) {}

  /** Returns the samples up to now. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.READER)
  public Columns get() {
    QueryString.of(request);
    List<Sample> samples = sampler.history().all();
    return new Columns(
        Sampler.EVERY.toSeconds(),
        column(samples, Sample::at),
        column(samples, Sample::hits),
        column(samples, Sample::misses),
        column(samples, Sample::loads),
        column(samples, Sample::errors),
        column(samples, Sample::evictions),
        column(samples, Sample::entries),
        column(samples, Sample::bytes),
        column(samples, Sample::requests),
        column(samples, Sample::p50),
        column(samples, Sample::p95),
        column(samples, Sample::p99));
  }

  private static <T extends @Nullable Object> List<T> column(
      List<Sample> samples, Function<Sample, T> figure) {
    return samples.stream().map(figure).collect(java.util.stream.Collectors.toList());
  }
}
