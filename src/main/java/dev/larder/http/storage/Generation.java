package dev.larder.http.storage;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The record of a generation: a random number that entries carry, and that is never given twice.
 * Entries are valid as long as it is there and the same; so it is invalidated by its removal, and
 * what is lost invalidates as well.
 *
 * @param number the random number
 * @param expiry when the store forgets it, in epoch milliseconds, so that it can be renewed in time
 */
record Generation(long number, long expiry) {

  private static final byte VERSION = 1;
  private static final int LENGTH = 1 + 8 + 8;

  byte[] bytes() {
    return ByteBuffer.allocate(LENGTH).put(VERSION).putLong(number).putLong(expiry).array();
  }

  /** Returns what the bytes say; null when they are missing or no generation. */
  static @Nullable Generation parse(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length != LENGTH || bytes[0] != VERSION) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Generation(in.getLong(1), in.getLong(9));
  }
}
