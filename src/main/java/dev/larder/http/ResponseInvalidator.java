package dev.larder.http;

import java.util.Collection;

/**
 * The way for an application to invalidate stored responses by itself, when what they show was
 * changed by something else than an unsafe request: a CDI bean to inject. Thread-safe.
 */
@FunctionalInterface
public interface ResponseInvalidator {

  /**
   * Invalidates all responses that carry one of these tags, on every node that shares the store. An
   * answer that is being computed while this is called is not stored.
   *
   * @param tags as {@link CacheResponse#tags} expands them, such as {@code product:42}
   * @throws dev.larder.cache.CacheException when the store cannot be reached; then nothing is sure,
   *     and the call is to be repeated
   */
  void invalidateTags(Collection<String> tags);
}
