package dev.larder.requirements;

/**
 * A package name or version that cannot be asked for. The message says what is allowed and repeats
 * nothing of what was sent, so it may be shown and logged.
 */
public final class InvalidPackageException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InvalidPackageException(String message) {
    super(message);
  }
}
