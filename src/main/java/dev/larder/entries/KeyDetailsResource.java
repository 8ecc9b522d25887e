package dev.larder.entries;

import dev.larder.cache.CacheModule;
import dev.larder.cache.EntryHead;
import dev.larder.rest.Keys;
import dev.larder.rest.ProblemException;
import dev.larder.rest.ProblemType;
import dev.larder.rest.QueryString;
import dev.larder.rest.Roles;
import dev.larder.security.CurrentAccount;
import dev.larder.security.WithinPrefix;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a list of keys shows beside each: no look-up, and not the values. */
@Path("keys/details")
@ApplicationScoped
@WithinPrefix
public class KeyDetailsResource {

  private static final int MOST = 200;

  @Inject HttpServletRequest request;
  @Inject CacheModule cache;
  @Inject Keys keys;
  @Inject CurrentAccount current;

  /**
   * The body.
   *
   * @param keys the keys to look at
   */
  public record DetailsBody(@Nullable List<@Nullable String> keys) {}

  /**
   * The answer.
   *
   * @param details by key; {@code null} where there is no entry, or none that is a string of Redis
   */
  public record DetailsAnswer(Map<String, @Nullable Detail> details) {}

  /**
   * What is told of an entry.
   *
   * @param ttl the remaining time to live in seconds, rounded up; {@code null} without expiry
   * @param bytes the length of the value
   * @param type {@code integer}, {@code json}, {@code text} or {@code binary}
   */
  public record Detail(@Nullable Long ttl, long bytes, String type) {}

  /** Tells of many keys. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.READER)
  public DetailsAnswer details(DetailsBody body) {
    QueryString.of(request);
    List<String> asked = List.copyOf(asked(body));
    List<Optional<EntryHead>> found = cache.heads(asked, ValueKind.LOOKED_AT);
    Map<String, @Nullable Detail> details = new LinkedHashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      details.put(asked.get(i), found.get(i).map(KeyDetailsResource::detail).orElse(null));
    }
    return new DetailsAnswer(details);
  }

  private Set<String> asked(DetailsBody body) {
    if (body.keys() == null) {
      throw new ProblemException(ProblemType.BAD_JSON, "the member 'keys' is missing");
    }
    if (body.keys().size() > MOST) {
      throw new ProblemException(
          ProblemType.TOO_MANY_ITEMS, "details are told of at most " + MOST + " keys at once");
    }
    Set<String> asked = new LinkedHashSet<>();
    for (String key : body.keys()) {
      if (key == null) {
        throw new ProblemException(ProblemType.BAD_JSON, "a key is null");
      }
      asked.add(current.reach(keys.checked(key)));
    }
    return asked;
  }

  private static Detail detail(EntryHead head) {
    return new Detail(
        head.ttl().map(KeyDetailsResource::secondsRoundedUp).orElse(null),
        head.length(),
        ValueKind.of(head).word());
  }

  private static long secondsRoundedUp(Duration ttl) {
    return Math.max(1, ttl.plusNanos(999_999_999).toSeconds());
  }
}
