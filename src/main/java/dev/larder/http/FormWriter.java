package dev.larder.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A growing row of bytes, into which the parts of a stored response are written. */
final class FormWriter {

  private byte[] bytes = new byte[512];
  private int length;

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Writes a number from 0 up, seven bits in a byte, the lowest first. */
  void number(long number) {
    room(10);
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** Writes a number of either sign; small ones take little room. */
  void signed(long number) {
    number((number << 1) ^ (number >> 63));
  }

  /** Writes a name: its number, or 0 and its text. */
  void name(String name) {
    room(1);
    byte number = FieldNames.number(name);
    bytes[length++] = number;
    if (number == 0) {
      text(name);
    }
  }

  /** Writes a text, or that there is none. */
  void optional(@Nullable String text) {
    room(1);
    bytes[length++] = (byte) (text == null ? 0 : 1);
    if (text != null) {
      text(text);
    }
  }

  /** Writes a text: one byte a character when that is enough, else two. */
  void text(String text) {
    boolean wide = false;
    for (int i = 0; i < text.length() && !wide; i++) {
      wide = text.charAt(i) > 0xff;
    }
    number(2L * text.length() + (wide ? 1 : 0));
    room(wide ? 2 * text.length() : text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (wide) {
        bytes[length++] = (byte) (c >> 8);
      }
      bytes[length++] = (byte) c;
    }
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
