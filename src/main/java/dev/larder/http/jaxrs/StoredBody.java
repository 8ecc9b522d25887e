package dev.larder.http.jaxrs;

/**
 * The content of an answer from the cache: a part of a stored body. It has a type of its own, so
 * that no writer of the application takes it for something else.
 */
final class StoredBody {

  final byte[] bytes;
  final int offset;
  final int length;

  StoredBody(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
  }
}
