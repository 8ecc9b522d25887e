package dev.larder.entries;

import dev.larder.cache.CacheModule;
import dev.larder.rest.Keys;
import dev.larder.rest.QueryString;
import dev.larder.rest.Roles;
import dev.larder.security.CurrentAccount;
import dev.larder.security.WithinPrefix;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Counters: entries that hold a canonical signed 64-bit decimal. */
@Path("counters")
@ApplicationScoped
@WithinPrefix
@Produces(MediaType.APPLICATION_JSON)
public class CountersResource {

  private static final String IN_PATH = "/counters/";

  @Inject HttpServletRequest request;
  @Inject CacheModule cache;
  @Inject Keys keys;
  @Inject CurrentAccount current;

  /**
   * The counter after the change.
   *
   * @param value the new value
   */
  public record Counter(long value) {}

  /** Adds one. */
  @POST
  @Path("{key: .+}/incr")
  @RolesAllowed(Roles.WRITER)
  public Counter incr() {
    QueryString.of(request);
    return new Counter(cache.incr(current.reach(keys.inPath(request, IN_PATH, "/incr"))));
  }

  /** Adds one to the counter whose key the query gives. */
  @POST
  @Path("incr")
  @RolesAllowed(Roles.WRITER)
  public Counter incrByQuery() {
    return new Counter(cache.incr(keyInQuery()));
  }

  /** Subtracts one. */
  @POST
  @Path("{key: .+}/decr")
  @RolesAllowed(Roles.WRITER)
  public Counter decr() {
    QueryString.of(request);
    return new Counter(cache.decr(current.reach(keys.inPath(request, IN_PATH, "/decr"))));
  }

  /** Subtracts one from the counter whose key the query gives. */
  @POST
  @Path("decr")
  @RolesAllowed(Roles.WRITER)
  public Counter decrByQuery() {
    return new Counter(cache.decr(keyInQuery()));
  }

  private String keyInQuery() {
    return current.reach(keys.inQuery(QueryString.of(request, "key")));
  }
}
