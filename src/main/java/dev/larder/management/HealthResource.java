package dev.larder.management;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.larder.cache.CacheHealth;
import dev.larder.cache.CacheModule;
import dev.larder.security.CurrentAccount;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The health of the service, in the shape of MicroProfile Health, for anyone. Server difference:
 * health port. The server's own checks answer beside the applications on Payara, at the management
 * port on WildFly; this one is where the service is.
 */
@Path("health")
@ApplicationScoped
public class HealthResource {

  /** Which figures health shows, and their names there. */
  private static final Map<String, String> SHOWN =
      Map.of(
          "journal.entries", "backlog",
          "near.link.age.seconds", "linkAgeSeconds",
          "near.staleness.max.seconds", "greatestStalenessSeconds",
          "requirements.drifts", "requirementsDrifts");

  @Inject ServiceHealth health;
  @Inject CacheModule cache;
  @Inject AllGauges gauges;
  @Inject CurrentAccount current;

  /**
   * The answer.
   *
   * @param status {@code UP} or {@code DOWN}
   * @param checks what it stands on
   */
  public record Health(String status, List<Check> checks) {}

  /**
   * One check.
   *
   * @param name what was looked at
   * @param status {@code UP} or {@code DOWN}
   * @param data more for those who are known; left out for anonymous requests
   */
  public record Check(
      String name,
      String status,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> data) {}

  /** Looks at the cache and the database. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @PermitAll
  public Response get() {
    Health now = now(current.get().isPresent());
    return Response.status(now.status().equals(status(true)) ? 200 : 503)
        .entity(now)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /**
   * Returns the health of this moment.
   *
   * @param known whether it is for somebody who sees the data
   */
  Health now(boolean known) {
    CacheHealth.State state = health.cache();
    boolean database = health.database();
    boolean up = state != CacheHealth.State.STOPPED && database;
    List<Check> checks =
        List.of(
            new Check(
                "cache",
                status(state != CacheHealth.State.STOPPED),
                known ? cacheData(state) : Map.of()),
            new Check(
                "database",
                status(database),
                known ? Map.of("state", database ? "up" : "away") : Map.of()));
    return new Health(status(up), checks);
  }

  /** The state, the kind of store, and what an operator looks at first. */
  private Map<String, Object> cacheData(CacheHealth.State state) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("state", state.name().toLowerCase(Locale.ROOT));
    data.put("type", cache.name());
    Map<String, Double> known = gauges.with(cache.stats().store());
    SHOWN.forEach(
        (gauge, name) -> {
          Double value = known.get(gauge);
          if (value != null) {
            data.put(name, value == Math.rint(value) ? (Object) value.longValue() : value);
          }
        });
    return data;
  }

  private static String status(boolean up) {
    return up ? "UP" : "DOWN";
  }
}
