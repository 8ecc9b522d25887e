package dev.larder.http;

import dev.larder.cache.Ttl;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an annotation or a directives file says of one endpoint. Immutable.
 *
 * @param lifetime the freshness lifetime of responses that state none; null when only those that
 *     state their own are stored
 * @param perUser whether each user has an own entry
 * @param parameters the query parameters that count; null when all do
 * @param varyBy request fields that select an entry besides those that the response names, in lower
 *     case
 * @param tags templates of tags, with path parameters in braces
 * @param storeSetCookie whether responses with {@code Set-Cookie} may be stored
 * @param early whether hits may be answered in front of JAX-RS
 */
public record Directive(
    @Nullable Duration lifetime,
    boolean perUser,
    @Nullable List<String> parameters,
    List<String> varyBy,
    List<String> tags,
    boolean storeSetCookie,
    boolean early) {

  /** Stores what states its own freshness, for everybody. */
  public static final Directive EXPLICIT_ONLY =
      new Directive(null, false, null, List.of(), List.of(), false, false);

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException when the lifetime is negative or above 100 years
   */
  public Directive {
    if (lifetime != null && !lifetime.isZero()) {
      Ttl.of(lifetime);
    }
    parameters = parameters == null ? null : List.copyOf(parameters);
    varyBy = List.copyOf(varyBy);
    tags = List.copyOf(tags);
  }

  /** Returns this directive with another lifetime. */
  public Directive withLifetime(@Nullable Duration other) {
    return new Directive(other, perUser, parameters, varyBy, tags, storeSetCookie, early);
  }
}
