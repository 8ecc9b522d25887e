package dev.larder.rest;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The path of a request, and its query, judged as they were sent: servers cut {@code ;…} off, join
 * or split segments and resolve dots, each in another way, and a key read from what they made of it
 * would be another key. It is pure.
 */
final class RawPath {

  private static final Pattern HOSTILE =
      Pattern.compile(
          // matrix parameters, encoded separators, and what some servers refuse or cut at; no
          // request target has a raw #
          ";|#|\\\\|%2[fF]|%5[cC]|%00"
              // empty segments and dot segments, their dots encoded or not
              + "|//|/(?:\\.|%2[eE]){1,2}(?=/|$)"
              // raw bytes outside of visible ASCII
              + "|[^\\x21-\\x7e]");

  private static final Pattern MALFORMED = Pattern.compile("%(?![0-9a-fA-F]{2})");

  private RawPath() {}

  /**
   * Returns what is wrong with the path, or empty.
   *
   * @param path the path of the request line
   * @param api where the API is, such as {@code /larder/api}
   */
  static Optional<Problem> problem(@Nullable String path, String api) {
    if (path == null || !(path.equals(api) || path.startsWith(api + "/"))) {
      return Optional.of(
          Problem.of(ProblemType.BAD_REQUEST, "write the path of the API as it is: " + api));
    }
    boolean carriesKey = path.startsWith(api + "/entries/") || path.startsWith(api + "/counters/");
    if (HOSTILE.matcher(path).find() || (carriesKey && path.endsWith("/"))) {
      return Optional.of(
          carriesKey
              ? needsQuery()
              : Problem.of(
                  ProblemType.BAD_REQUEST,
                  "a path has no ';', no backslash, no encoded slash, and no empty or dot"
                      + " segments"));
    }
    return carriesKey ? undecodable(path) : Optional.empty();
  }

  /** Server difference: bytes that are no UTF-8. Each server refuses them in another way. */
  private static Optional<Problem> undecodable(String path) {
    try {
      PercentDecoder.decode(path, false);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(Problem.of(ProblemType.BAD_KEY, String.valueOf(e.getMessage())));
    }
  }

  /**
   * Returns what is wrong with the query of a request that says its content is a form, or empty.
   * JAX-RS decodes such a query to tell it from the form, before it asks who could answer.
   *
   * @param query as it was sent, or {@code null}
   * @param contentType as it was sent, or {@code null}
   */
  static Optional<Problem> queryProblem(@Nullable String query, @Nullable String contentType) {
    boolean form =
        contentType != null
            && contentType.toLowerCase(Locale.ROOT).contains("application/x-www-form-urlencoded");
    return form && query != null && MALFORMED.matcher(query).find()
        ? Optional.of(
            Problem.of(ProblemType.BAD_REQUEST, "a '%' in a query is followed by two hex digits"))
        : Optional.empty();
  }

  /**
   * Returns the key that the path carries between two literal parts.
   *
   * @throws ProblemException when it is more than one segment, or not validly encoded
   */
  static String key(String path, String before, String after) {
    if (path.length() <= before.length() + after.length()
        || !path.startsWith(before)
        || !path.endsWith(after)) {
      throw new ProblemException(ProblemType.NOT_FOUND, "there is nothing at this path");
    }
    String segment = path.substring(before.length(), path.length() - after.length());
    if (segment.indexOf('/') >= 0) {
      throw new ProblemException(ProblemType.KEY_NEEDS_QUERY, needsQuery().detail());
    }
    try {
      return PercentDecoder.decode(segment, false);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemType.BAD_KEY, String.valueOf(e.getMessage()), e);
    }
  }

  private static Problem needsQuery() {
    return Problem.of(
        ProblemType.KEY_NEEDS_QUERY,
        "a path cannot carry a key that is empty, or has a slash, a backslash, ';', NUL, or is '.' or"
            + " '..', nor raw characters outside of ASCII; give it percent-encoded as ?key= instead");
  }
}
