package dev.larder.requirements;

/**
 * The database could not do what was asked: it is away, too slow, or a lock was held too long.
 * Nothing of the operation was saved, unless the connection was lost while it was being committed.
 */
public final class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
