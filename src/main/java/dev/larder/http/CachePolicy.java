package dev.larder.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The decisions of a shared HTTP cache (RFC 9111) as functions of the request, what is stored, the
 * directive and the time. It holds nothing but its options, and is thread-safe.
 */
public final class CachePolicy {

  private final CacheOptions options;

  /** Makes the policy with an operator's options. */
  public CachePolicy(CacheOptions options) {
    this.options = options;
  }

  /**
   * Decides what to do with a GET or HEAD of a resource that has a directive.
   *
   * @param candidates what is stored for it
   * @param resource the resource method that would answer; a stored response of another one is not
   *     used
   */
  public Decision decide(
      CacheRequest request,
      Directive directive,
      Candidates candidates,
      long resource,
      Instant now) {
    return new Decision.Forward(ForwardReason.BYPASS);
  }

  /**
   * Decides whether the response of the resource to a GET is stored.
   *
   * @param response status and fields, {@code Date} included
   * @param impliedVary fields in lower case that select the response although it does not say so
   */
  public Storability storability(
      CacheRequest request,
      Directive directive,
      ResponseHead response,
      List<String> impliedVary,
      Instant now) {
    return new Storability.NotStorable("bypass");
  }

  /**
   * Returns whether a stored response may be served in place of an error of the resource (RFC 5861,
   * section 4).
   *
   * @param status the status of the error; 500 for an exception
   */
  public boolean mayStandIn(
      CacheRequest request, Directive directive, StoredResponse stored, int status, Instant now) {
    return !options.staleIfError().isZero() && status == 0;
  }

  /**
   * Returns the stored response with the fields of a 304 merged in (RFC 9111, section 3.2), or an
   * empty one when the 304 belongs to another representation.
   */
  public Optional<StoredResponse> freshened(
      StoredResponse stored, ResponseHead notModified, Instant requestTime, Instant responseTime) {
    return Optional.empty();
  }

  /** Returns the response to a request that is answered with a stored response. */
  public Answer answer(
      CacheRequest request, Directive directive, StoredResponse stored, Instant now) {
    return new Answer(stored.status(), stored.fields(), 0, stored.body().length);
  }
}
