package dev.larder.http;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Explains what the response cache of this application does with a request, as far as that does not
 * take the resource: a CDI bean to inject. It looks into the store, changes nothing, and is no
 * look-up in the statistics. Thread-safe.
 */
@FunctionalInterface
public interface ResponseExplainer {

  /** Whose directive it is. */
  enum Taken {
    /** That of the question. */
    GIVEN,
    /** That of an endpoint of this application. */
    ENDPOINT,
    /** Of nobody: no directive is known for the URI, and a plain one without lifetime is taken. */
    NONE
  }

  /**
   * What is asked.
   *
   * @param request the request; its principal is a user that has signed in
   * @param base the path of the JAX-RS application, such as {@code /larder/api}
   * @param directive null for that of the endpoint; its tags are expanded already
   * @param response what the resource answers; null when only what is stored matters
   * @param at when; null for now
   */
  record Question(
      CacheRequest request,
      String base,
      @Nullable Directive directive,
      @Nullable ResponseHead response,
      @Nullable Instant at) {}

  /**
   * What is answered.
   *
   * @param at when
   * @param enabled whether this application caches responses at all
   * @param taken whose directive it is
   * @param endpoint class and method of the endpoint that answers a GET of the URI; empty when it
   *     is none that is cached
   * @param directive the directive that was taken
   * @param key the key of what is stored for the URI
   * @param tags the tags of the responses to the URI
   * @param uncacheable whether it was found a moment ago that responses to the URI are not storable
   * @param reuse whether the request is answered from what is stored
   * @param storing whether the response is stored; null when there is none
   * @param invalidation what the response makes invalid; null when there is none
   * @param invalidatedTags the tags, and paths, that the endpoint declares to be invalidated by
   *     such a response besides; empty when there is none
   */
  record Answer(
      Instant at,
      boolean enabled,
      Taken taken,
      String endpoint,
      Directive directive,
      String key,
      List<String> tags,
      boolean uncacheable,
      Explanation.Reuse reuse,
      Explanation.@Nullable Storing storing,
      Explanation.@Nullable Invalidation invalidation,
      List<String> invalidatedTags) {
    /** Copies the lists. */
    public Answer {
      tags = List.copyOf(tags);
      invalidatedTags = List.copyOf(invalidatedTags);
    }
  }

  /**
   * Explains.
   *
   * @throws dev.larder.cache.CacheException when the store cannot answer
   * @throws IllegalArgumentException when the directive has more tags than an entry can carry
   */
  Answer explain(Question question);
}
