package dev.larder.management;

import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheStats;
import dev.larder.rest.PrefixTally;
import dev.larder.rest.QueryString;
import dev.larder.rest.Roles;
import dev.larder.security.CurrentAccount;
import dev.larder.security.WithinPrefix;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of the cache since its start. They are of the whole cache; accounts with a prefix
 * see what they themselves looked up, and nothing of others.
 */
@Path("stats")
@ApplicationScoped
@WithinPrefix
public class StatsResource {

  @Inject HttpServletRequest request;
  @Inject CacheModule cache;
  @Inject AllGauges gauges;
  @Inject CurrentAccount current;
  @Inject PrefixTally tally;

  /**
   * The figures; what is not known is {@code null}.
   *
   * @param name the kind of store
   * @param hits look-ups that found a live entry
   * @param misses look-ups that found none
   * @param loads loaders that ended normally
   * @param loadFailures loaders that failed
   * @param loadMillis the time spent in loaders
   * @param errors operations that the store could not carry out
   * @param evictions entries removed to make room
   * @param entries entries held now
   * @param bytes bytes held now, overhead included
   * @param state {@code up}, or what keeps the store from serving
   * @param gauges figures of the store and of other parts by name, in base units
   */
  public record Stats(
      String name,
      long hits,
      long misses,
      long loads,
      long loadFailures,
      long loadMillis,
      long errors,
      @Nullable Long evictions,
      @Nullable Long entries,
      @Nullable Long bytes,
      String state,
      Map<String, Double> gauges) {}

  /**
   * The figures that an account with a prefix sees.
   *
   * @param name the kind of store
   * @param prefix the prefix
   * @param hits its look-ups over REST that found a live entry
   * @param misses its look-ups over REST that found none
   * @param state {@code up}, or what keeps the store from serving
   */
  public record PrefixStats(String name, String prefix, long hits, long misses, String state) {}

  /** Returns the figures of this moment. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.READER)
  public Response get() {
    QueryString.of(request);
    CacheStats stats = cache.stats();
    String prefix = current.prefix();
    if (!prefix.isEmpty()) {
      PrefixTally.LookUps own = tally.of(prefix);
      return Response.ok(
              new PrefixStats(
                  cache.name(), prefix, own.hits(), own.misses(), stats.store().state()))
          .build();
    }
    return Response.ok(all(stats)).build();
  }

  /** Returns the figures of this moment, as accounts without a prefix see them. */
  Stats now() {
    return all(cache.stats());
  }

  private Stats all(CacheStats stats) {
    return new Stats(
        cache.name(),
        stats.hits(),
        stats.misses(),
        stats.loads(),
        stats.loadFailures(),
        stats.loadTime().toMillis(),
        stats.errors(),
        known(stats.evictions()),
        known(stats.entries()),
        known(stats.bytes()),
        stats.store().state(),
        gauges.with(stats.store()));
  }

  private static @Nullable Long known(OptionalLong figure) {
    return figure.isPresent() ? figure.getAsLong() : null;
  }
}
