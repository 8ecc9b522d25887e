package dev.larder.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure of a request that its sender is told of as a problem document. Features throw it; the
 * detail is for the sender: it says what to do and holds neither secrets nor addresses.
 */
public class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final String detail;
  private final LinkedHashMap<String, String> headers = new LinkedHashMap<>();
  private final transient Map<String, Object> members = new LinkedHashMap<>();

  /** Makes a problem of this type. */
  public ProblemException(ProblemType type, String detail) {
    this(type, detail, null);
  }

  /** Makes a problem of this type with its cause, which the sender does not see. */
  public ProblemException(ProblemType type, String detail, @Nullable Throwable cause) {
    super(type.uri() + ": " + detail, cause);
    this.type = type;
    this.detail = detail;
  }

  /** Adds a header to the answer, such as {@code Retry-After}; returns this exception. */
  public ProblemException header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Adds a member of its own to the document (RFC 9457, section 3.2); returns this exception. */
  public ProblemException with(String member, Object value) {
    members.put(member, value);
    return this;
  }

  /** Returns the type. */
  public ProblemType type() {
    return type;
  }

  /** Returns the explanation for the sender. */
  public String detail() {
    return detail;
  }

  Map<String, String> headers() {
    return headers;
  }

  Map<String, Object> members() {
    return members;
  }
}
