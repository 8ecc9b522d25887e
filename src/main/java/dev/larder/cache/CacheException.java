package dev.larder.cache;

import org.jspecify.annotations.Nullable;

/**
 * The failure of a cache operation. A miss is none, and misuse (a negative TTL, a lone surrogate)
 * is an {@link IllegalArgumentException}. Messages never carry a value, an address or a password.
 */
public class CacheException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What kind of failure it is; a caller reacts to the kind. */
  public enum Kind {
    /** The store could not answer; nothing is known about the entry. */
    UNAVAILABLE,
    /** The stored bytes are not what was asked for. */
    UNREADABLE,
    /** The store refused the operation and nothing changed. */
    REJECTED
  }

  /** The exact reason, each of one {@link Kind}. */
  public enum Reason {
    /** The store is away, too slow, or refuses to serve. */
    UNAVAILABLE(Kind.UNAVAILABLE),
    /** As {@link #UNAVAILABLE}; but the removal is kept, and carried out when the store is back. */
    DEFERRED(Kind.UNAVAILABLE),
    /** The store answers, and does not allow this operation: rights, or what it is set to. */
    FORBIDDEN(Kind.UNAVAILABLE),
    /** The module or its store is stopped. */
    STOPPED(Kind.UNAVAILABLE),
    /** The bytes, or their kind, are not what was asked for. */
    UNREADABLE(Kind.UNREADABLE),
    /** The entry is larger than the store can ever hold. */
    TOO_LARGE(Kind.REJECTED),
    /** The value is not a canonical signed 64-bit decimal. */
    NOT_AN_INTEGER(Kind.REJECTED),
    /** The counter would pass the ends of a signed 64-bit integer. */
    OVERFLOW(Kind.REJECTED),
    /** The key belongs to Larder itself. */
    RESERVED_KEY(Kind.REJECTED),
    /** The value has no serialized form. */
    NOT_SERIALIZABLE(Kind.REJECTED);

    private final Kind kind;

    Reason(Kind kind) {
      this.kind = kind;
    }

    /** Returns the kind of this reason. */
    public Kind kind() {
      return kind;
    }
  }

  private final Reason reason;

  /** Makes a failure without a cause. */
  public CacheException(Reason reason, String message) {
    this(reason, message, null);
  }

  /** Makes a failure with a cause. */
  public CacheException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Returns the exact reason. */
  public Reason reason() {
    return reason;
  }

  /** Returns the kind of failure. */
  public Kind kind() {
    return reason.kind();
  }
}
