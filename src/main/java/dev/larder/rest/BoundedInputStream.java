package dev.larder.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that is a {@link ProblemType#BODY_TOO_LARGE} as soon as it passes its limit, and a {@link
 * ProblemType#BAD_REQUEST} when its sender stops in the middle: nobody's failure but the sender's.
 */
final class BoundedInputStream extends FilterInputStream {

  private final int limit;
  private long read;

  BoundedInputStream(InputStream in, int limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  public int read() {
    int one;
    try {
      one = super.read();
    } catch (IOException e) {
      throw cut(e);
    }
    if (one >= 0) {
      count(1);
    }
    return one;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    int some;
    try {
      some = super.read(buffer, offset, length);
    } catch (IOException e) {
      throw cut(e);
    }
    if (some > 0) {
      count(some);
    }
    return some;
  }

  /** Reads what is to be skipped, so that it is counted. */
  @Override
  public long skip(long n) {
    return n <= 0 || read() < 0 ? 0 : 1;
  }

  /** Reading again after a reset would be counted twice. */
  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) {
    read += bytes;
    if (read > limit) {
      throw tooLarge(limit);
    }
  }

  private static ProblemException cut(IOException cause) {
    return new ProblemException(
        ProblemType.BAD_REQUEST, "the body ended before it was complete", cause);
  }

  static ProblemException tooLarge(int limit) {
    return new ProblemException(
        ProblemType.BODY_TOO_LARGE, "a body has at most " + limit + " bytes");
  }
}
