package dev.larder.cache;

/** The checked exception of a {@link Loader}, wrapped; the cause is never null. */
public final class LoaderException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Wraps what a loader threw. */
  public LoaderException(Throwable cause) {
    super(cause);
  }
}
