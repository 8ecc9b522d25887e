package dev.larder.entries;

import dev.larder.cache.CacheModule;
import dev.larder.rest.Base64Text;
import dev.larder.rest.Keys;
import dev.larder.rest.Limits;
import dev.larder.rest.PrefixTally;
import dev.larder.rest.ProblemException;
import dev.larder.rest.ProblemType;
import dev.larder.rest.QueryString;
import dev.larder.rest.Roles;
import dev.larder.rest.TtlText;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Many entries in one request. */
@Path("")
@ApplicationScoped
@WithinPrefix
public class BulkResource {

  /** Read in one go: so many large values stay within the heap until their sum is known. */
  private static final int PIECE = 32;

  @Inject HttpServletRequest request;
  @Inject CacheModule cache;
  @Inject Keys keys;
  @Inject Limits limits;
  @Inject CurrentAccount current;
  @Inject PrefixTally tally;

  /**
   * The body of mget.
   *
   * @param keys the keys to read
   */
  public record MgetBody(@Nullable List<@Nullable String> keys) {}

  /**
   * The answer of mget.
   *
   * @param values the values in base64 by key; {@code null} where there is no entry
   */
  public record MgetAnswer(Map<String, @Nullable String> values) {}

  /**
   * The body of mset.
   *
   * @param items the values in base64 by key
   * @param ttl the TTL of all of them, or {@code null} for the default
   */
  public record MsetBody(@Nullable Map<String, @Nullable String> items, @Nullable String ttl) {}

  /** Reads many entries. */
  @POST
  @Path("mget")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.READER)
  public MgetAnswer mget(MgetBody body) {
    QueryString.of(request);
    if (body.keys() == null) {
      throw new ProblemException(ProblemType.BAD_JSON, "the member 'keys' is missing");
    }
    requireCount(body.keys());
    LinkedHashSet<String> asked = new LinkedHashSet<>();
    for (String key : body.keys()) {
      if (key == null) {
        throw new ProblemException(ProblemType.BAD_JSON, "a key is null");
      }
      asked.add(current.reach(keys.checked(key)));
    }
    return new MgetAnswer(read(new ArrayList<>(asked)));
  }

  private Map<String, @Nullable String> read(List<String> asked) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    long sum = 0;
    for (int from = 0; from < asked.size(); from += PIECE) {
      List<String> piece = asked.subList(from, Math.min(from + PIECE, asked.size()));
      List<Optional<byte[]>> found = cache.mget(piece);
      long hits = found.stream().filter(Optional::isPresent).count();
      tally.count(current.prefix(), hits, piece.size() - hits);
      for (int i = 0; i < piece.size(); i++) {
        sum += found.get(i).map(value -> value.length).orElse(0);
        values.put(piece.get(i), found.get(i).map(Base64Text::of).orElse(null));
      }
      if (sum > limits.body()) {
        throw new ProblemException(
            ProblemType.ANSWER_TOO_LARGE,
            "these values are together more than " + limits.body() + " bytes; ask for fewer");
      }
    }
    return values;
  }

  /** Writes many entries. */
  @POST
  @Path("mset")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.WRITER)
  public void mset(MsetBody body) {
    QueryString.of(request);
    if (body.items() == null) {
      throw new ProblemException(ProblemType.BAD_JSON, "the member 'items' is missing");
    }
    requireCount(body.items().keySet());
    Duration ttl = TtlText.parse(body.ttl());
    Map<String, byte[]> items = new LinkedHashMap<>();
    body.items().forEach((key, text) -> items.put(current.reach(keys.checked(key)), value(text)));
    if (!items.isEmpty()) {
      cache.mset(items, ttl);
    }
  }

  private byte[] value(@Nullable String text) {
    if (text == null) {
      throw new ProblemException(ProblemType.BAD_JSON, "a value is null");
    }
    byte[] value;
    try {
      value = Base64Text.decode(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          ProblemType.BAD_BASE64,
          "each value is base64 with padding and without line breaks (RFC 4648, section 4)",
          e);
    }
    if (value.length > limits.value()) {
      throw new ProblemException(
          ProblemType.VALUE_TOO_LARGE, "a value has at most " + limits.value() + " bytes");
    }
    return value;
  }

  private void requireCount(Collection<?> items) {
    if (items.size() > limits.bulk()) {
      throw new ProblemException(
          ProblemType.TOO_MANY_ITEMS, "a bulk request has at most " + limits.bulk() + " items");
    }
  }
}
