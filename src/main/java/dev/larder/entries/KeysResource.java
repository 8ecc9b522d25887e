package dev.larder.entries;

import dev.larder.cache.CacheModule;
import dev.larder.cache.KeyPage;
import dev.larder.cache.KeyPattern;
import dev.larder.rest.Limits;
import dev.larder.rest.PatternCost;
import dev.larder.rest.ProblemException;
import dev.larder.rest.ProblemType;
import dev.larder.rest.QueryString;
import dev.larder.rest.Roles;
import dev.larder.rest.Scans;
import dev.larder.security.Audit;
import dev.larder.security.Audited;
import dev.larder.security.CurrentAccount;
import dev.larder.security.WithinPrefix;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys that match a pattern: a listing by pages, and their removal. */
@Path("keys")
@ApplicationScoped
@WithinPrefix
@Produces(MediaType.APPLICATION_JSON)
public class KeysResource {

  private static final int DEFAULT_PAGE = 100;

  @Inject HttpServletRequest request;
  @Inject CacheModule cache;
  @Inject Limits limits;
  @Inject CurrentAccount current;
  @Inject Scans scans;
  @Inject Audit audit;

  /**
   * One page.
   *
   * @param keys the keys, without duplicates
   * @param cursor what the next page is asked with; {@code null} only at the end
   */
  public record Page(List<String> keys, @Nullable String cursor) {}

  /**
   * What a removal did, or would do.
   *
   * @param deleted the number of keys
   */
  public record Deleted(long deleted) {}

  /**
   * A removal that is kept until the cache is back.
   *
   * @param deferred always true
   */
  public record Deferred(boolean deferred) {}

  /** Lists one page of keys. */
  @GET
  @RolesAllowed(Roles.READER)
  public Response list() {
    QueryString query = QueryString.of(request, "pattern", "limit", "cursor");
    KeyPattern pattern = pattern(query.get("pattern").orElse("*"));
    int limit = Math.min(query.count("limit").orElse(DEFAULT_PAGE), limits.page());
    Optional<String> cursor = query.get("cursor");
    return scans.answer(() -> Response.ok(page(pattern, cursor, limit)).build());
  }

  private Page page(KeyPattern pattern, Optional<String> cursor, int limit) {
    KeyPage page;
    try {
      page = cache.keys(pattern, cursor.orElse(null), limit);
    } catch (IllegalArgumentException e) {
      // Pattern and limit are valid at this point: what is wrong is the cursor.
      if (cursor.isEmpty()) {
        throw e;
      }
      throw new ProblemException(
          ProblemType.BAD_CURSOR,
          "the cursor is not one of this listing; begin again without a cursor",
          e);
    }
    return new Page(page.keys(), page.cursor().orElse(null));
  }

  /** Removes all keys that match, or counts them. */
  @DELETE
  @RolesAllowed(Roles.ADMIN)
  @Audited("keys-delete")
  public Response delete() {
    QueryString query = QueryString.of(request, "pattern", "dryRun");
    KeyPattern pattern = pattern(query.require("pattern"));
    boolean dryRun = query.flag("dryRun");
    Audit.Action action = audit.begin(dryRun ? "keys-delete-dry-run" : "keys-delete");
    Map<String, Object> asked = audit.asked();
    request.setAttribute(Audited.BY_RESOURCE, true);
    return scans.answer(
        () -> {
          String outcome = "failed";
          try {
            Response answer = dryRun ? counted(pattern) : removed(pattern);
            if (answer.getEntity() instanceof Deleted deleted) {
              asked.put("deleted", deleted.deleted());
            }
            outcome = answer.getStatus() == 202 ? "deferred" : "done";
            return answer;
          } finally {
            action.ended(Thread.currentThread().isInterrupted() ? "cancelled" : outcome, asked);
          }
        });
  }

  private Response counted(KeyPattern pattern) {
    try (Stream<String> keys = cache.keys(pattern)) {
      return Response.ok(new Deleted(keys.count())).build();
    }
  }

  private Response removed(KeyPattern pattern) {
    OptionalLong removed = cache.removePattern(pattern);
    return removed.isPresent()
        ? Response.ok(new Deleted(removed.getAsLong())).build()
        : Response.accepted(new Deferred(true)).build();
  }

  private KeyPattern pattern(String glob) {
    if (glob.length() > limits.key()) {
      throw new ProblemException(
          ProblemType.BAD_PARAMETER, "a pattern has at most " + limits.key() + " characters");
    }
    PatternCost.check(glob, limits.pattern());
    return KeyPattern.glob(glob).under(current.prefix());
  }
}
