package dev.larder.http;

import java.time.Duration;
import java.util.List;

/** Whether a response is stored. Made by {@link CachePolicy#storability}. */
public sealed interface Storability {

  /**
   * It is stored.
   *
   * @param fields the end-to-end fields as they are kept and replayed, without a generated {@code
   *     ETag}
   * @param selecting the request fields that select it, implied ones included
   * @param keep how long it is of use, counted from now: while fresh, while it may stand in stale,
   *     or for being validated; above zero
   */
  record Storable(HeaderFields fields, List<StoredResponse.Selecting> selecting, Duration keep)
      implements Storability {}

  /**
   * It is not.
   *
   * @param why a short token for {@code detail} of {@code Cache-Status}, such as {@code no-store}
   */
  record NotStorable(String why) implements Storability {

    /**
     * Returns whether it is for something in the request, so that the response to another request
     * for the same URI may well be stored.
     */
    public boolean isForThisRequest() {
      return why.equals("method") || why.equals("request-no-store") || why.equals("authorization");
    }
  }
}
