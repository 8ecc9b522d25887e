package dev.larder.management;

import dev.larder.http.storage.ResponseCatalogue;
import dev.larder.http.storage.ResponseCatalogue.Filter;
import dev.larder.http.storage.ResponseRemoval;
import dev.larder.rest.Limits;
import dev.larder.rest.PatternCost;
import dev.larder.rest.ProblemException;
import dev.larder.rest.ProblemType;
import dev.larder.rest.QueryString;
import dev.larder.rest.Roles;
import dev.larder.rest.Scans;
import dev.larder.security.Audit;
import dev.larder.security.Audited;
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
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stored HTTP responses of all applications that share the cache: a listing by pages, and their
 * removal.
 */
@Path("responses")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ResponsesResource {

  private static final int DEFAULT_PAGE = 50;

  /** Whole records are read for a page, with their bodies. */
  private static final int LARGEST_PAGE = 200;

  private static final int LONGEST_TAG = 2_000;

  @Inject HttpServletRequest request;
  @Inject ResponseCatalogue catalogue;
  @Inject ResponseHits hits;
  @Inject Limits limits;
  @Inject Scans scans;
  @Inject Audit audit;

  /**
   * One page.
   *
   * @param responses the entries, in no order
   * @param cursor what the next page is asked with; {@code null} only at the end
   */
  public record Page(List<ListedResponse> responses, @Nullable String cursor) {}

  /**
   * What a removal did, or would do.
   *
   * @param deleted the number of entries
   */
  public record Deleted(long deleted) {}

  /**
   * A removal that is kept until the cache is back.
   *
   * @param deferred always true
   */
  public record Deferred(boolean deferred) {}

  /** Lists one page of entries. */
  @GET
  @RolesAllowed(Roles.ADMIN)
  public Response list() {
    QueryString query = QueryString.of(request, "uri", "tag", "limit", "cursor");
    Filter filter = new Filter(query.get("uri").map(this::glob).orElse(null), tag(query));
    int most = Math.min(LARGEST_PAGE, limits.page());
    int limit = Math.min(query.count("limit").orElse(DEFAULT_PAGE), most);
    Optional<String> cursor = query.get("cursor");
    return scans.answer(() -> Response.ok(page(filter, cursor, limit)).build());
  }

  private Page page(Filter filter, Optional<String> cursor, int limit) {
    ResponseCatalogue.Page page;
    try {
      page = catalogue.page(filter, cursor.orElse(null), limit);
    } catch (IllegalArgumentException e) {
      // The limit is valid at this point: what is wrong is the cursor.
      if (cursor.isEmpty()) {
        throw e;
      }
      throw new ProblemException(
          ProblemType.BAD_CURSOR,
          "the cursor is not one of this listing; begin again without a cursor",
          e);
    }
    List<ListedResponse> listed =
        page.entries().stream()
            .map(
                entry ->
                    ListedResponse.of(entry, catalogue.localKey(entry).map(hits::of).orElse(null)))
            .toList();
    return new Page(listed, page.cursor().orElse(null));
  }

  /** Removes the entries of URIs, of a tag, or one; or counts them. */
  @DELETE
  @RolesAllowed(Roles.ADMIN)
  @Audited("responses-delete")
  public Response delete() {
    QueryString query = QueryString.of(request, "uri", "tag", "key", "dryRun");
    boolean dryRun = query.flag("dryRun");
    Supplier<OptionalLong> work = work(query, dryRun);
    Audit.Action action = audit.begin(dryRun ? "responses-delete-dry-run" : "responses-delete");
    Map<String, Object> asked = audit.asked();
    request.setAttribute(Audited.BY_RESOURCE, true);
    return scans.answer(
        () -> {
          String outcome = "failed";
          try {
            OptionalLong deleted = work.get();
            deleted.ifPresent(number -> asked.put("deleted", number));
            outcome = deleted.isPresent() ? "done" : "deferred";
            return deleted.isPresent()
                ? Response.ok(new Deleted(deleted.getAsLong())).build()
                : Response.accepted(new Deferred(true)).build();
          } finally {
            action.ended(Thread.currentThread().isInterrupted() ? "cancelled" : outcome, asked);
          }
        });
  }

  private Supplier<OptionalLong> work(QueryString query, boolean dryRun) {
    Optional<String> uri = query.get("uri").map(this::glob);
    Optional<String> tag = Optional.ofNullable(tag(query));
    Optional<String> key = query.get("key");
    if (Stream.of(uri, tag, key).filter(Optional::isPresent).count() != 1) {
      throw new ProblemException(
          ProblemType.BAD_PARAMETER,
          "exactly one of the query parameters uri, tag and key says what is removed");
    }
    ResponseRemoval removal = catalogue.removal();
    if (key.isPresent()) {
      String entry = entry(key.get());
      return () ->
          dryRun
              ? OptionalLong.of(catalogue.entry(entry).isPresent() ? 1 : 0)
              : removal.removeKey(entry);
    }
    if (tag.isPresent()) {
      String named = tag.get();
      return () -> dryRun ? OptionalLong.of(removal.countTag(named)) : removal.removeTag(named);
    }
    String glob = uri.orElseThrow();
    return () -> dryRun ? OptionalLong.of(removal.countUri(glob)) : removal.removeUri(glob);
  }

  private static String entry(String key) {
    if (!ResponseCatalogue.isEntry(key)) {
      throw new ProblemException(ProblemType.BAD_KEY, "the key is not one of a stored response");
    }
    return key;
  }

  private String glob(String glob) {
    if (glob.length() > limits.key()) {
      throw new ProblemException(
          ProblemType.BAD_PARAMETER, "a pattern has at most " + limits.key() + " characters");
    }
    PatternCost.check(glob, limits.pattern());
    return glob;
  }

  private static @Nullable String tag(QueryString query) {
    String tag = query.get("tag").orElse(null);
    if (tag != null && (tag.isEmpty() || tag.length() > LONGEST_TAG)) {
      throw new ProblemException(
          ProblemType.BAD_PARAMETER, "a tag has 1 to " + LONGEST_TAG + " characters");
    }
    return tag;
  }
}
