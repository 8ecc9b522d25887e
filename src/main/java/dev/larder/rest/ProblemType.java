package dev.larder.rest;

import java.util.Locale;

/**
 * The kinds of problem that the API answers with (RFC 9457). Each constant's URI, title and status
 * are part of the API: {@link #KEY_NEEDS_QUERY} is {@code
 * https://larder.dev/problems/key-needs-query}.
 */
public enum ProblemType {
  /** The request is not understood, and no other type says why. */
  BAD_REQUEST(400, "The request is not valid"),
  /** The body is no JSON, or not the JSON that was asked for. */
  BAD_JSON(400, "The JSON body is not valid"),
  /** A value is not base64 with padding (RFC 4648, section 4). */
  BAD_BASE64(400, "A value is not valid base64"),
  /** The TTL is none. */
  BAD_TTL(400, "The TTL is not valid"),
  /** The cursor is not one of this listing. */
  BAD_CURSOR(400, "The cursor is not valid"),
  /** A parameter of the query is missing, given twice, or has no valid value. */
  BAD_PARAMETER(400, "A query parameter is not valid"),
  /** The key is not valid Unicode. */
  BAD_KEY(400, "The key is not valid"),
  /** The key is longer than {@code larder.limits.key}. */
  KEY_TOO_LONG(400, "The key is too long"),
  /** A path cannot carry this key safely: it is to be given as {@code ?key=}. */
  KEY_NEEDS_QUERY(400, "The key cannot be part of a path"),
  /** A bulk request has more items than {@code larder.limits.bulk}. */
  TOO_MANY_ITEMS(400, "The bulk request has too many items"),
  /** A pattern costs too much for each key that it is compared with. */
  PATTERN_TOO_COSTLY(400, "The pattern is too costly"),
  /** There are no credentials, or wrong ones. */
  UNAUTHENTICATED(401, "Authentication is needed"),
  /** The principal has not the role that the route asks for. */
  FORBIDDEN(403, "The role is not sufficient"),
  /** The key belongs to Larder itself. */
  RESERVED_KEY(403, "The key is reserved"),
  /** The key is not under the prefix that the principal is confined to. */
  OUTSIDE_PREFIX(403, "The key is outside the prefix"),
  /** A page of another origin asks for a change, without being allowed to. */
  CROSS_SITE(403, "The request comes from a foreign origin"),
  /** There is no such entry or resource. */
  NOT_FOUND(404, "Not found"),
  /** The resource has not this method; {@code Allow} names those it has. */
  METHOD_NOT_ALLOWED(405, "The method is not allowed"),
  /** No representation is acceptable to the client. */
  NOT_ACCEPTABLE(406, "No acceptable representation"),
  /** The request contradicts the state of the resource. */
  CONFLICT(409, "The request contradicts the present state"),
  /** The value is no canonical signed 64-bit decimal. */
  NOT_AN_INTEGER(409, "The value is not an integer"),
  /** The counter would pass the ends of a signed 64-bit integer. */
  OVERFLOW(409, "The counter would overflow"),
  /** The stored value is not of the kind that the operation needs. */
  UNREADABLE(409, "The stored value cannot be read as asked"),
  /** The condition of If-Match or If-None-Match does not hold. */
  PRECONDITION_FAILED(412, "The precondition does not hold"),
  /** The body is larger than {@code larder.limits.body}. */
  BODY_TOO_LARGE(413, "The body is too large"),
  /** The value is larger than {@code larder.limits.value}, or than the store can ever hold. */
  VALUE_TOO_LARGE(413, "The value is too large"),
  /** The values of a bulk request are together larger than {@code larder.limits.body}. */
  ANSWER_TOO_LARGE(413, "The answer would be too large"),
  /** The body is of a media type that the resource does not take. */
  UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
  /** The content is understood and cannot be accepted. */
  UNPROCESSABLE(422, "The content cannot be accepted"),
  /** After too many wrong credentials none are looked at for a while. */
  TOO_MANY_ATTEMPTS(429, "Too many wrong credentials"),
  /** Path, query and headers are together larger than {@code larder.limits.headers}. */
  HEADERS_TOO_LARGE(431, "The headers are too large"),
  /** A failure of the service itself; the log has it under the id. */
  INTERNAL_ERROR(500, "Internal error"),
  /** Some items of a bulk write were not stored; the problem names them. */
  BULK_INCOMPLETE(503, "Some items were not stored"),
  /** The cache's store cannot answer at the moment. */
  CACHE_UNAVAILABLE(503, "The cache is not available"),
  /** As many listings and pattern deletes as {@code larder.limits.scans} allows are under way. */
  TOO_MANY_SCANS(503, "Too many scans at once"),
  /** Something else that the request needs cannot answer at the moment. */
  UNAVAILABLE(503, "The service is not available");

  private static final String BASE = "https://larder.dev/problems/";

  private final int status;
  private final String title;
  private final String uri;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
    this.uri = BASE + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the type of an error that only a status is known of. */
  static ProblemType ofStatus(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 409 -> CONFLICT;
      case 412 -> PRECONDITION_FAILED;
      case 413 -> BODY_TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 422 -> UNPROCESSABLE;
      case 429 -> TOO_MANY_ATTEMPTS;
      case 431 -> HEADERS_TOO_LARGE;
      case 503 -> UNAVAILABLE;
      default -> status < 500 ? BAD_REQUEST : INTERNAL_ERROR;
    };
  }

  /** Returns the HTTP status that goes with this type. */
  public int status() {
    return status;
  }

  /** Returns the short, unchanging summary. */
  public String title() {
    return title;
  }

  /** Returns the URI that identifies this type. */
  public String uri() {
    return uri;
  }
}
