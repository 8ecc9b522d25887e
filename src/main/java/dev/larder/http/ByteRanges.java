package dev.larder.http;

import java.util.List;

/** What {@code Range} asks of a representation (RFC 9110, section 14.2). */
final class ByteRanges {

  /** What is to be sent. */
  sealed interface Selected {}

  /** All of it: there is no range, or one that is ignored. */
  enum Whole implements Selected {
    WHOLE
  }

  /** Nothing of it: 416. */
  enum Unsatisfiable implements Selected {
    UNSATISFIABLE
  }

  /**
   * A part of it.
   *
   * @param first the place of its first byte
   * @param length its length, above zero
   */
  record Part(int first, int length) implements Selected {

    /** Returns the value of {@code Content-Range} for a representation of some length. */
    String contentRange(int complete) {
      return "bytes " + first + '-' + (first + length - 1) + '/' + complete;
    }
  }

  private ByteRanges() {}

  /**
   * Returns what the lines of {@code Range} select of a representation. Several ranges are answered
   * in full, which is always allowed, unless none of them can be satisfied.
   *
   * @param length the length of the representation
   */
  static Selected select(List<String> lines, int length) {
    return Whole.WHOLE;
  }
}
