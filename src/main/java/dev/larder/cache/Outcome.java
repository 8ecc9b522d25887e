package dev.larder.cache;

import org.jspecify.annotations.Nullable;

/** What the flight of a load publishes. */
sealed interface Outcome {

  /** A value in its stored form. */
  final class Stored implements Outcome {
    private final byte[] bytes;

    Stored(byte[] bytes) {
      this.bytes = bytes;
    }

    /** Returns the bytes, which must not be changed. */
    byte[] bytes() {
      return bytes;
    }
  }

  /** A value that has no stored form that can be read back. */
  record Unstorable(@Nullable Object value) implements Outcome {}

  /** The loader threw. */
  record Failed(Throwable failure) implements Outcome {}

  /**
   * A value that may have been changed on another node before a waiter asked for it: good only for
   * those who asked before the flight began.
   */
  record Doubtful(Outcome loaded) implements Outcome {}

  /** Nothing was loaded; whoever needs the value tries again. */
  record GaveUp() implements Outcome {}
}
