package dev.larder.http.storage;

import dev.larder.http.StoredForm;
import dev.larder.http.StoredResponse;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The record of a response that request fields select: a version byte, the generation of its URI,
 * the generations it carries, and the stored form. It has no state.
 */
final class VariantRecord {

  private static final byte VERSION = 1;

  private VariantRecord() {}

  static byte[] bytes(long generation, long[] carried, StoredResponse response) {
    ByteBuffer front = ByteBuffer.allocate(1 + 8 + 1 + 8 * carried.length);
    front.put(VERSION).putLong(generation);
    UriRecord.writeLongs(front, carried);
    return StoredForm.encode(front.array(), response);
  }

  /** Returns the response, if the bytes hold one that carries just these generations. */
  static Optional<StoredResponse> response(byte[] bytes, long generation, long[] carried) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      boolean same =
          in.get() == VERSION
              && in.getLong() == generation
              && Arrays.equals(UriRecord.readLongs(in), carried);
      return same ? StoredForm.decode(bytes, in.position()) : Optional.empty();
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
  }
}
