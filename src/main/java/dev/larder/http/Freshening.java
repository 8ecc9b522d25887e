package dev.larder.http;

import dev.larder.http.HeaderFields.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Updates a stored response with the fields of a 304 (RFC 9111, sections 3.2 and 4.3.4). */
final class Freshening {

  /**
   * Fields of a 304, in lower case, that change nothing: its entity tag is the stored one, and the
   * others describe content, of which it has none.
   */
  private static final Set<String> KEPT =
      Set.of(
          "content-digest",
          "content-encoding",
          "content-length",
          "content-md5",
          "content-range",
          "etag");

  private Freshening() {}

  /** Returns the updated response: see {@link CachePolicy#freshened}. */
  static Optional<StoredResponse> freshened(
      StoredResponse stored, ResponseHead notModified, Instant requestTime, Instant responseTime) {
    HeaderFields update = HopByHop.endToEnd(notModified.fields());
    if (!isSameRepresentation(stored, update, responseTime)) {
      return Optional.empty();
    }
    ResponseHead head =
        new ResponseHead(stored.status(), merged(stored.fields(), update, responseTime));
    return Optional.of(stored.updated(head, requestTime, responseTime));
  }

  /**
   * Returns whether the 304 means the stored response. It answers conditions that name this
   * response alone, so it does when it has no validator; one that contradicts is not believed.
   */
  private static boolean isSameRepresentation(
      StoredResponse stored, HeaderFields update, Instant now) {
    if (update.has("ETag")) {
      Optional<EntityTag> mine = Validators.tag(stored.fields());
      Optional<EntityTag> theirs = Validators.tag(update);
      return mine.isPresent()
          && theirs.isPresent()
          && (theirs.get().weak()
              ? mine.get().matchesWeakly(theirs.get())
              : mine.get().matchesStrongly(theirs.get()));
    }
    Optional<Instant> mine = Validators.modified(stored.fields(), now);
    Optional<Instant> theirs = Validators.modified(update, now);
    return mine.isEmpty() || theirs.isEmpty() || mine.equals(theirs);
  }

  private static HeaderFields merged(HeaderFields stored, HeaderFields update, Instant now) {
    Set<String> replaced = new HashSet<>();
    List<Field> updates = new ArrayList<>();
    for (Field field : update.lines()) {
      String name = Syntax.lower(field.name());
      if (!KEPT.contains(name)) {
        replaced.add(name);
        updates.add(field);
      }
    }
    // Age and Date say when a response was made, and that is the 304 now.
    replaced.add("age");
    if (replaced.add("date")) {
      updates.add(new Field("Date", HttpDate.format(now)));
    }
    List<Field> merged = new ArrayList<>(stored.without(replaced).lines());
    merged.addAll(updates);
    return HeaderFields.of(merged);
  }
}
