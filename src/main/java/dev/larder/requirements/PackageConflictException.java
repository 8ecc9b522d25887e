package dev.larder.requirements;

/**
 * The file already names the package in a way that a change by program would spoil: by URL, by
 * path, more than once, or in a line that cannot be read. Nothing was changed; somebody has to edit
 * the file.
 *
 * <p>The message names the package and the line's number, never the line's text: a URL may hold a
 * password.
 */
public final class PackageConflictException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PackageConflictException(String message) {
    super(message);
  }
}
