package dev.larder.requirements;

import org.jspecify.annotations.Nullable;

/**
 * The database could not do what was asked: it is away, too slow, or a lock was held too long.
 * Nothing of the operation was saved, unless the connection was lost while it was being committed.
 */
public final class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DatabaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
