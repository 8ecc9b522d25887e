package dev.larder.rest;

/**
 * What a part of the service has to do once before the service is of use, for health, which knows
 * nothing of the part. A bean; thread-safe, and quick: it asks nobody over a network.
 */
public interface StartupWork {

  /** Returns the name of the work, such as {@code database-schema}. */
  String startupWork();

  /** Returns whether it is done, or was tried as far as the service needs it. */
  boolean isStarted();
}
