package dev.larder.http;

/** What is to be done with a request. Made by {@link CachePolicy#decide}. */
public sealed interface Decision {

  /**
   * Answer from the cache.
   *
   * @param stored the response to reuse
   * @param age its age in whole seconds
   * @param ttl how long it stays fresh, in whole seconds; negative when it is stale already
   * @param refresh whether it is stale, and is to be refreshed in the background while it is served
   *     (RFC 5861, section 3)
   */
  record Hit(StoredResponse stored, long age, long ttl, boolean refresh) implements Decision {}

  /**
   * Ask the resource whether the stored response is still right (RFC 9111, section 4.3). The fields
   * replace the conditional fields of the client's request.
   *
   * @param stored the stored response
   * @param conditions {@code If-None-Match} and {@code If-Modified-Since}; empty when the stored
   *     response has no validator, so that the resource answers in full
   * @param reason {@code STALE} or {@code REQUEST}
   */
  record Validate(StoredResponse stored, HeaderFields conditions, ForwardReason reason)
      implements Decision {}

  /** Let the resource answer, and store what it answers if that is allowed. */
  record Forward(ForwardReason reason) implements Decision {}

  /** Answer 504: the client wants a stored response only, and there is none to use. */
  record OnlyIfCached(ForwardReason reason) implements Decision {}
}
