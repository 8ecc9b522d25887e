package dev.larder.http.jaxrs;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The stream that keeps a copy of a body up to a bound. Either it holds the body back until it is
 * complete, so that fields can still be added; or it lets everything through at once, which
 * streaming entities need. Beyond the bound it drops the copy and lets everything through.
 */
final class CaptureStream extends OutputStream {

  private static final int FIRST = 1 << 10;

  private final OutputStream out;
  private final int bound;
  private final Runnable tooLarge;
  private final byte[] one = new byte[1];
  private boolean holds;
  private byte @Nullable [] copy = new byte[FIRST];
  private int count;

  /**
   * Makes a stream over another.
   *
   * @param bound the largest body that is kept, in bytes
   * @param holds whether the body is held back
   * @param tooLarge called once when the body turns out to be larger
   */
  CaptureStream(OutputStream out, int bound, boolean holds, Runnable tooLarge) {
    this.out = out;
    this.bound = bound;
    this.holds = holds;
    this.tooLarge = tooLarge;
  }

  @Override
  public void write(int value) throws IOException {
    one[0] = (byte) value;
    write(one, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (copy != null && length > bound - count) {
      tooLarge.run();
      release();
      copy = null;
    }
    if (copy != null) {
      copy = grown(copy, count + length);
      System.arraycopy(bytes, offset, copy, count, length);
      count += length;
    }
    if (!holds) {
      out.write(bytes, offset, length);
    }
  }

  private byte[] grown(byte[] array, int needed) {
    if (needed <= array.length) {
      return array;
    }
    long doubled = Math.max(needed, 2L * array.length);
    return Arrays.copyOf(array, (int) Math.min(doubled, bound));
  }

  /** Writes what was held back; from now on everything goes through at once. */
  void release() throws IOException {
    if (holds) {
      holds = false;
      if (copy != null) {
        out.write(copy, 0, count);
      }
    }
  }

  @Override
  public void flush() throws IOException {
    // Writers flush at their end, which would send the head before it is complete.
    if (!holds) {
      out.flush();
    }
  }

  /** Does nothing: the server closes its stream, and a writer's close is no end of the body. */
  @Override
  public void close() {}

  /** Returns the complete body, or null when it was larger than the bound. */
  byte @Nullable [] body() {
    return copy == null ? null : Arrays.copyOf(copy, count);
  }
}
