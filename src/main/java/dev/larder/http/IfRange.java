package dev.larder.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The condition {@code If-Range} (RFC 9110, section 13.1.5). */
final class IfRange {

  private IfRange() {}

  /**
   * Returns whether a range of a stored response may be sent: there is no condition, or it is the
   * strong entity tag of the response, or exactly its {@code Last-Modified} when that is a strong
   * validator, since the response is from a later second (RFC 9110, section 8.8.2.2).
   *
   * @param lines the lines of {@code If-Range}
   * @param stored the fields of the stored response
   * @param now decides the century of dates with a two-digit year
   */
  static boolean holds(List<String> lines, HeaderFields stored, Instant now) {
    if (lines.size() != 1) {
      return lines.isEmpty();
    }
    Optional<EntityTag> tag = EntityTag.parse(lines.get(0));
    if (tag.isPresent()) {
      List<String> etags = stored.values("ETag");
      return etags.size() == 1
          && EntityTag.parse(etags.get(0)).filter(tag.get()::matchesStrongly).isPresent();
    }
    Optional<Instant> condition = HttpDate.parse(lines.get(0), now);
    Optional<Instant> modified = HttpDate.parse(stored.values("Last-Modified"), now);
    Optional<Instant> date = HttpDate.parse(stored.values("Date"), now);
    return condition.isPresent()
        && condition.equals(modified)
        && date.isPresent()
        && date.get().isAfter(modified.get());
  }
}
