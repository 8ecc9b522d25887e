package dev.larder.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The way through the bytes of a stored response. Every step is checked: whatever the bytes are, it
 * reads none beyond their end, and makes nothing larger than they are.
 */
final class FormReader {

  private final byte[] bytes;
  private int at;

  FormReader(byte[] bytes, int offset) {
    this.bytes = bytes;
    this.at = offset;
  }

  byte[] array() {
    return bytes;
  }

  int position() {
    return at;
  }

  int remaining() {
    return bytes.length - at;
  }

  private byte next() throws DamagedFormException {
    if (at < 0 || at >= bytes.length) {
      throw new DamagedFormException();
    }
    return bytes[at++];
  }

  void expect(byte expected) throws DamagedFormException {
    if (next() != expected) {
      throw new DamagedFormException();
    }
  }

  int int32() throws DamagedFormException {
    int number = 0;
    for (int i = 0; i < 4; i++) {
      number = (number << 8) | (next() & 0xff);
    }
    return number;
  }

  private long unsigned() throws DamagedFormException {
    long number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = next();
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new DamagedFormException();
  }

  long signed() throws DamagedFormException {
    long number = unsigned();
    return (number >>> 1) ^ -(number & 1);
  }

  /** Reads a number that is an {@code int} from 0 up. */
  int number() throws DamagedFormException {
    long number = unsigned();
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new DamagedFormException();
    }
    return (int) number;
  }

  /** Reads how many things follow, each of which takes at least so many bytes. */
  int count(int least) throws DamagedFormException {
    int count = number();
    if (count > remaining() / least) {
      throw new DamagedFormException();
    }
    return count;
  }

  String name() throws DamagedFormException {
    byte number = next();
    if (number == 0) {
      return text();
    }
    String name = FieldNames.name(number);
    if (name == null) {
      throw new DamagedFormException();
    }
    return name;
  }

  @Nullable String optional() throws DamagedFormException {
    return next() == 0 ? null : text();
  }

  String text() throws DamagedFormException {
    int header = number();
    int length = header >>> 1;
    boolean wide = (header & 1) != 0;
    if (length > (wide ? remaining() / 2 : remaining())) {
      throw new DamagedFormException();
    }
    if (!wide) {
      String text = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
      at += length;
      return text;
    }
    // Not by a charset: those replace lone surrogates.
    char[] chars = new char[length];
    for (int i = 0; i < length; i++, at += 2) {
      chars[i] = (char) ((bytes[at] << 8) | (bytes[at + 1] & 0xff));
    }
    return new String(chars);
  }
}
