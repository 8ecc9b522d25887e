package dev.larder.management;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is explained. Times are seconds; times of day are seconds since 1970.
 *
 * @param verdict all in one sentence
 * @param at when it holds
 * @param enabled whether this service caches responses at all
 * @param directive the directive that was taken
 * @param key the key of what is stored for the URL
 * @param uncacheable whether it was found a moment ago that responses to the URL are not storable
 * @param storing null when no response was given
 * @param invalidation null when no response was given
 */
public record ExplainAnswer(
    String verdict,
    long at,
    boolean enabled,
    Taken directive,
    String key,
    boolean uncacheable,
    Reuse reuse,
    @Nullable Storing storing,
    @Nullable Invalidation invalidation) {

  /**
   * A directive.
   *
   * @param from {@code given}, {@code endpoint} or {@code none}
   * @param endpoint class and method that answer a GET; null when it is none that is cached
   * @param ttl such as {@code 60s}; null for none
   * @param parameters the query parameters that count; null when all do
   */
  public record Taken(
      String from,
      @Nullable String endpoint,
      @Nullable String ttl,
      boolean perUser,
      List<String> vary,
      @Nullable List<String> parameters,
      List<String> tags,
      boolean storeSetCookie) {}

  /**
   * A rule.
   *
   * @param outcome {@code passed}, {@code decided} or {@code not-reached}
   * @param text the rule in one sentence
   * @param source where it is written
   * @param seen what it looked at
   */
  public record Step(
      String rule, String outcome, String text, String source, List<SeenText> seen) {}

  /**
   * Something that a rule looked at.
   *
   * @param from {@code request}, {@code response}, {@code directive}, {@code options} or {@code
   *     clock}
   */
  public record SeenText(String from, String text) {}

  /**
   * Age and freshness.
   *
   * @param freshFor how long it stays fresh; negative when it is stale
   * @param from where the lifetime comes from
   * @param field the field that states it; null when none does
   */
  public record Times(
      long date, long age, long lifetime, long freshFor, String from, @Nullable String field) {}

  /**
   * Whether the request is answered from what is stored.
   *
   * @param decision {@code hit}, {@code validate}, {@code forward} or {@code only-if-cached}
   * @param reason {@code fwd} of Cache-Status; null for a hit
   * @param status of the answer to a hit, or 504; null when the resource answers
   * @param refresh whether a stale hit is refreshed in the background
   * @param standsIn whether it would be served in place of a 503
   * @param times of what is taken; null when there is nothing
   */
  public record Reuse(
      String verdict,
      String decision,
      @Nullable String reason,
      String decidedBy,
      @Nullable Integer status,
      boolean refresh,
      boolean standsIn,
      @Nullable Times times,
      List<Step> steps,
      List<Candidate> candidates) {}

  /**
   * A stored response that the request selects.
   *
   * @param selected whether it is taken
   * @param selecting the values that select it
   */
  public record Candidate(
      int status,
      boolean selected,
      long stored,
      long bytes,
      Map<String, @Nullable String> selecting,
      Times times,
      List<Step> steps) {}

  /**
   * Whether the response is stored.
   *
   * @param keep how long it is kept; null when it is not stored
   * @param selecting the request fields that select it, and their values
   */
  public record Storing(
      String verdict,
      boolean stored,
      String decidedBy,
      @Nullable Long keep,
      Map<String, @Nullable String> selecting,
      Times times,
      List<Step> steps) {}

  /**
   * What the response makes invalid.
   *
   * @param tags the tags and paths that the endpoint declares besides
   */
  public record Invalidation(
      String verdict,
      String decidedBy,
      List<String> uris,
      List<String> tags,
      List<Reference> references,
      List<Step> steps) {}

  /**
   * A URI that the response refers to.
   *
   * @param uri what is made invalid; null when nothing is
   */
  public record Reference(String field, String text, String rule, @Nullable String uri) {}
}
