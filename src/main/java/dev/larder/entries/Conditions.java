package dev.larder.entries;

import dev.larder.rest.EntityTags;
import dev.larder.rest.ProblemException;
import dev.larder.rest.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a request (RFC 9110, section 13.2.2): If-Match is looked at first.
 *
 * @param ifMatch the tags of If-Match, or {@code null} when it was not sent
 * @param ifNoneMatch the tags of If-None-Match, or {@code null} when it was not sent
 */
record Conditions(@Nullable EntityTags ifMatch, @Nullable EntityTags ifNoneMatch) {

  static Conditions of(HttpHeaders headers) {
    return new Conditions(
        EntityTags.parse(headers.getRequestHeader(HttpHeaders.IF_MATCH)),
        EntityTags.parse(headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH)));
  }

  /** Returns whether nothing was asked. */
  boolean none() {
    return ifMatch == null && ifNoneMatch == null;
  }

  /** Returns whether all that is asked is that there is no entry. */
  boolean onlyIfAbsent() {
    return ifMatch == null && ifNoneMatch != null && ifNoneMatch.any();
  }

  /**
   * Checks If-Match.
   *
   * @param current the tag of the present value, or {@code null} when there is none
   */
  void requireMatch(@Nullable String current) {
    if (ifMatch != null && (current == null || !ifMatch.matches(current))) {
      throw failed(current == null ? "there is no entry" : "the entry has another value");
    }
  }

  /** Returns whether If-None-Match finds the present value. */
  boolean notModified(@Nullable String current) {
    return current != null && ifNoneMatch != null && ifNoneMatch.matchesWeakly(current);
  }

  /** Checks both for a change. */
  void requireForChange(@Nullable String current) {
    requireMatch(current);
    if (notModified(current)) {
      throw failed("there is an entry that If-None-Match names");
    }
  }

  static ProblemException failed(String detail) {
    return new ProblemException(ProblemType.PRECONDITION_FAILED, detail + "; nothing was changed");
  }
}
