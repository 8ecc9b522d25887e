package dev.larder.cache.memory;

/** A stored value: its bytes, which nobody else holds, and when it ends. */
final class Value {

  /** The deadline of a value that does not expire. */
  static final long NEVER = Long.MAX_VALUE;

  private final byte[] bytes;
  private final long deadline;
  private final int weight;

  /**
   * Makes a value; the array is not copied.
   *
   * @param deadline the last millisecond of the store's clock at which the value is live
   * @param weight what the entry takes, as {@link Footprint} counts
   */
  Value(byte[] bytes, long deadline, int weight) {
    this.bytes = bytes;
    this.deadline = deadline;
    this.weight = weight;
  }

  /** Returns the bytes themselves, which must not be changed or handed out. */
  byte[] bytes() {
    return bytes;
  }

  byte[] copy() {
    return bytes.clone();
  }

  long deadline() {
    return deadline;
  }

  int weight() {
    return weight;
  }
}
