package dev.larder.http;

import java.util.Optional;

/**
 * An entity tag (RFC 9110, section 8.8.3). Immutable.
 *
 * @param opaque what stands between the quotes
 * @param weak whether it begins with {@code W/}
 */
record EntityTag(String opaque, boolean weak) {

  /** Reads the value of {@code ETag}; empty when it is no entity tag. */
  static Optional<EntityTag> parse(String value) {
    String text = Syntax.trim(value);
    int end = end(text, 0);
    return end == text.length() ? Optional.of(read(text, 0, end)) : Optional.empty();
  }

  /** Returns where the entity tag ends that begins at a place of a text, or -1 for none. */
  static int end(String text, int begin) {
    int at = text.startsWith("W/", begin) ? begin + 2 : begin;
    if (at >= text.length() || text.charAt(at) != '"') {
      return -1;
    }
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c <= ' ' || c == 0x7f) {
        return -1;
      }
    }
    return -1;
  }

  /** Reads the entity tag that stands between two places of a text. */
  static EntityTag read(String text, int begin, int end) {
    boolean weak = text.charAt(begin) == 'W';
    return new EntityTag(text.substring(begin + (weak ? 3 : 1), end - 1), weak);
  }

  /** Returns whether both are strong and equal (RFC 9110, section 8.8.3.2). */
  boolean matchesStrongly(EntityTag other) {
    return !weak && !other.weak && opaque.equals(other.opaque);
  }

  /** Returns whether they are equal, weak or not (RFC 9110, section 8.8.3.2). */
  boolean matchesWeakly(EntityTag other) {
    return opaque.equals(other.opaque);
  }

  /** Returns the value of {@code ETag}. */
  String value() {
    return (weak ? "W/\"" : "\"") + opaque + '"';
  }

  @Override
  public String toString() {
    return value();
  }
}
