package dev.larder.http;

import java.util.List;

/**
 * What was found for a request.
 *
 * @param matching the stored responses whose selecting fields match the request's
 * @param others whether more is stored for this URI, which the request does not select
 */
public record Candidates(List<StoredResponse> matching, boolean others) {

  /** Nothing. */
  public static final Candidates NONE = new Candidates(List.of(), false);

  /** Copies the list. */
  public Candidates {
    matching = List.copyOf(matching);
  }
}
