package dev.larder.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of a client that a cache evaluates against a stored 200 (RFC 9111, section 4.3.2;
 * RFC 9110, section 13.2.2). {@code If-Match} and {@code If-Unmodified-Since} are not among them.
 */
final class Preconditions {

  private Preconditions() {}

  /**
   * Returns whether the client has what is stored already. {@code If-None-Match} decides alone
   * where it is present, also when it cannot be read.
   */
  static boolean isNotModified(HeaderFields request, StoredResponse stored, Instant now) {
    List<String> tags = request.values("If-None-Match");
    if (tags.isEmpty()) {
      return isNotModifiedSince(request.values("If-Modified-Since"), stored, now);
    }
    EntityTagList list = EntityTagList.parse(tags);
    return list.any() || Validators.tag(stored.fields()).filter(list::matchesWeakly).isPresent();
  }

  /** Without {@code Last-Modified} the response is as old as its {@code Date}. */
  private static boolean isNotModifiedSince(
      List<String> lines, StoredResponse stored, Instant now) {
    Optional<Instant> since = HttpDate.parse(lines, now);
    if (since.isEmpty()) {
      return false;
    }
    Instant modified =
        Validators.modified(stored.fields(), stored.responseTime())
            .orElseGet(() -> stored.freshness().date());
    return modified.getEpochSecond() <= since.get().getEpochSecond();
  }
}
