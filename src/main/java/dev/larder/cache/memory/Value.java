package dev.larder.cache.memory;

import dev.larder.cache.Ttl;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A stored value: its bytes, which nobody else holds, and when it ends. Its bytes never change; its
 * deadline is fixed before others see it.
 *
 * <p>Large values are kept in chunks. G1 gives every array of half a heap region or more (512 KB in
 * a small heap) whole regions of its own, so that one of 520 KB takes 1 MB of heap; a store of such
 * values took twice its limit. Other collectors have similar steps, all above this size.
 */
abstract sealed class Value {

  /** The deadline of a value that does not expire. */
  static final long NEVER = Long.MAX_VALUE;

  /**
   * The most bytes that are kept in one array: with its header it takes 128 KB. Most responses are
   * in one piece then, and are read without a copy; eight of the largest arrays fill a region.
   */
  static final int CHUNK = (128 << 10) - 16;

  private final int weight;

  /** The deadline; below zero it is to be fixed, so many milliseconds after the value is stored. */
  private long deadline;

  private static final VarHandle INDEXED = indexedHandle();

  /** Read and written by {@link #INDEXED} only. */
  @SuppressWarnings("UnusedVariable") // used by the handle
  private boolean indexed;

  private Value(long deadline, int weight) {
    this.deadline = deadline;
    this.weight = weight;
  }

  /**
   * Makes a value from a copy of the bytes, with its time to live, which begins when it is stored.
   *
   * @param weight what the entry takes, as {@link Footprint} counts
   */
  static Value of(byte[] bytes, Ttl ttl, int weight) {
    return of(bytes, ttl.isNone() ? NEVER : -ttl.millis(), weight);
  }

  /**
   * Makes a value from a copy of the bytes, with a deadline: the last millisecond of the store's
   * clock at which it is live.
   */
  static Value of(byte[] bytes, long deadline, int weight) {
    return bytes.length <= CHUNK
        ? new Whole(bytes.clone(), deadline, weight)
        : new Chunked(bytes, deadline, weight);
  }

  /** Returns how many arrays a value of so many bytes is kept in. */
  static int arrays(int length) {
    return length <= CHUNK ? 1 : (length - 1) / CHUNK + 1;
  }

  final long deadline() {
    return deadline;
  }

  /** Fixes the deadline unless it is; called before the value is seen by other threads. */
  final void begins(long now) {
    if (deadline < 0) {
      deadline = now - deadline;
    }
  }

  /** Returns whether the key is known to be in the index; see {@link Entries}. */
  final boolean isIndexed() {
    return (boolean) INDEXED.getAcquire(this);
  }

  /**
   * Released, which costs no fence: whoever sees the mark sees the index as well, and whoever sees
   * it late adds the key once more.
   */
  final void setIndexed() {
    INDEXED.setRelease(this, true);
  }

  private static VarHandle indexedHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(Value.class, "indexed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final int weight() {
    return weight;
  }

  abstract int length();

  /** Returns the bytes; the array belongs to the caller. */
  abstract byte[] copy();

  /** Returns the bytes for reading only, without a copy where they are in one piece. */
  byte[] shared() {
    return copy();
  }

  /** Returns the first bytes, so many as there are; the array belongs to the caller. */
  abstract byte[] first(int count);

  abstract boolean holds(byte[] bytes);

  abstract boolean startsWith(byte[] prefix);

  private static final class Whole extends Value {
    private final byte[] bytes;

    private Whole(byte[] bytes, long deadline, int weight) {
      super(deadline, weight);
      this.bytes = bytes;
    }

    @Override
    int length() {
      return bytes.length;
    }

    @Override
    byte[] copy() {
      return bytes.clone();
    }

    @Override
    byte[] shared() {
      return bytes;
    }

    @Override
    byte[] first(int count) {
      return Arrays.copyOf(bytes, Math.min(count, bytes.length));
    }

    @Override
    boolean holds(byte[] other) {
      return Arrays.equals(bytes, other);
    }

    @Override
    boolean startsWith(byte[] prefix) {
      return prefix.length <= bytes.length
          && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
  }

  private static final class Chunked extends Value {
    private final byte[][] chunks;

    private Chunked(byte[] bytes, long deadline, int weight) {
      super(deadline, weight);
      chunks = new byte[arrays(bytes.length)][];
      for (int i = 0; i < chunks.length; i++) {
        int from = i * CHUNK;
        chunks[i] = Arrays.copyOfRange(bytes, from, from + Math.min(CHUNK, bytes.length - from));
      }
    }

    @Override
    int length() {
      return (chunks.length - 1) * CHUNK + chunks[chunks.length - 1].length;
    }

    @Override
    byte[] copy() {
      byte[] bytes = new byte[length()];
      for (int i = 0; i < chunks.length; i++) {
        System.arraycopy(chunks[i], 0, bytes, i * CHUNK, chunks[i].length);
      }
      return bytes;
    }

    @Override
    byte[] first(int count) {
      byte[] whole = count <= CHUNK ? chunks[0] : copy();
      return Arrays.copyOf(whole, Math.min(count, whole.length));
    }

    @Override
    boolean holds(byte[] other) {
      if (other.length != length()) {
        return false;
      }
      for (int i = 0; i < chunks.length; i++) {
        int from = i * CHUNK;
        if (!Arrays.equals(chunks[i], 0, chunks[i].length, other, from, from + chunks[i].length)) {
          return false;
        }
      }
      return true;
    }

    @Override
    boolean startsWith(byte[] prefix) {
      if (prefix.length > length()) {
        return false;
      }
      for (int from = 0; from < prefix.length; from += CHUNK) {
        int to = Math.min(prefix.length, from + CHUNK);
        if (!Arrays.equals(chunks[from / CHUNK], 0, to - from, prefix, from, to)) {
          return false;
        }
      }
      return true;
    }
  }
}
