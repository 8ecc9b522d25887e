package dev.larder.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The validators of a stored response that its resource knows (RFC 9111, section 4.3.1). An entity
 * tag that this cache made of the body is none: it is recognised by making it once more, which
 * costs one hash per validation and needs no mark in what is stored.
 */
final class Validators {

  private static final int OK = 200;

  private Validators() {}

  /** Adds the entity tag of the body to the fields of a complete 200 that has none. */
  static HeaderFields withTag(int status, HeaderFields fields, byte[] body) {
    return status != OK || fields.has("ETag")
        ? fields
        : fields.with("ETag", StrongEtag.of(body).value());
  }

  /** Returns whether the resource gave a response something by which it can be validated. */
  static boolean areIn(int status, HeaderFields fields, Instant now) {
    return status == OK && (tag(fields).isPresent() || modified(fields, now).isPresent());
  }

  /** Returns the conditions that ask the resource whether a stored response is still right. */
  static HeaderFields conditions(StoredResponse stored) {
    if (stored.status() != OK) {
      // Conditions are for what would be a 200 (RFC 9110, section 13.2.1).
      return HeaderFields.NONE;
    }
    List<HeaderFields.Field> conditions = new ArrayList<>(2);
    tag(stored.fields())
        .filter(tag -> !tag.equals(StrongEtag.of(stored.body())))
        .ifPresent(tag -> conditions.add(new HeaderFields.Field("If-None-Match", tag.value())));
    if (modified(stored.fields(), stored.responseTime()).isPresent()) {
      String value = stored.fields().first("Last-Modified").orElseThrow();
      conditions.add(new HeaderFields.Field("If-Modified-Since", value));
    }
    return HeaderFields.of(conditions);
  }

  /** Returns the entity tag of some fields; empty when there is none, several, or no valid one. */
  static Optional<EntityTag> tag(HeaderFields fields) {
    List<String> lines = fields.values("ETag");
    return lines.size() == 1 ? EntityTag.parse(lines.get(0)) : Optional.empty();
  }

  /** Returns {@code Last-Modified} of some fields; empty when it is no date. */
  static Optional<Instant> modified(HeaderFields fields, Instant now) {
    return HttpDate.parse(fields.values("Last-Modified"), now);
  }
}
