package dev.larder.cache.resilience;

import dev.larder.cache.KeyScan;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The form of a journal's file, a pure function both ways. Each record is: the length of its
 * content and the CRC32C of that length, so that a damaged length is not taken for an end; the
 * CRC32C of the content; the content, which begins with its type. The first record names the store.
 */
final class JournalRecords {

  private static final int FRAME = 12;
  private static final int LENGTH = 4;
  private static final byte IDENTITY = 'I';
  private static final byte KEY = 'K';
  private static final byte SCAN = 'S';
  private static final byte VERSION = 1;

  private JournalRecords() {}

  /** How the records of a file end. */
  enum End {
    /** With a whole record. */
    WHOLE,
    /** Within a record that was being written: it had not been accepted. */
    TORN,
    /** With something that was never written like this: what follows is not known. */
    DAMAGED
  }

  /**
   * What a file holds.
   *
   * @param ours whether the first record names this store
   * @param removals in the order they were written
   * @param end how they end
   * @param length of the whole records, in bytes
   */
  record Contents(boolean ours, List<Kept> removals, End end, int length) {}

  static byte[] identity(String identity) {
    byte[] text = utf8(identity);
    byte[] record = new byte[FRAME + 2 + text.length];
    content(record).put(IDENTITY).put(VERSION).put(text);
    return framed(record);
  }

  static byte[] of(Kept kept) {
    if (kept instanceof Kept.Key key) {
      byte[] text = utf8(key.key());
      byte[] record = new byte[FRAME + 1 + text.length];
      content(record).put(KEY).put(text);
      return framed(record);
    }
    KeyScan scan = ((Kept.Scan) kept).scan();
    byte[] prefix = utf8(scan.literalPrefix());
    byte[] glob = utf8(scan.glob());
    byte[] required = utf8(scan.required());
    int size = 2 + 3 * LENGTH + prefix.length + glob.length + required.length;
    byte[] record = new byte[FRAME + size];
    ByteBuffer content = content(record).put(SCAN).put((byte) (scan.own() ? 1 : 0));
    for (byte[] part : List.of(prefix, glob, required)) {
      content.putInt(part.length).put(part);
    }
    return framed(record);
  }

  private static ByteBuffer content(byte[] record) {
    return ByteBuffer.wrap(record).position(FRAME);
  }

  private static byte[] framed(byte[] record) {
    ByteBuffer frame = ByteBuffer.wrap(record);
    frame.putInt(record.length - FRAME).putInt(crc(record, 0, LENGTH));
    frame.putInt(crc(record, FRAME, record.length - FRAME));
    return record;
  }

  static Contents parse(byte[] bytes, String identity) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte[] first = identity(identity);
    List<Kept> removals = new ArrayList<>();
    End end = End.WHOLE;
    int at = 0;
    while (end == End.WHOLE && at < bytes.length) {
      end = endAt(bytes, in, at);
      if (end != End.WHOLE) {
        break;
      }
      int size = in.getInt(at);
      if (at == 0) {
        if (!in.slice(0, FRAME + size).equals(ByteBuffer.wrap(first))) {
          return new Contents(false, List.of(), End.WHOLE, 0);
        }
      } else {
        try {
          removals.add(removal(in.slice(at + FRAME, size)));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
          // Its sums fit, so it was written by something else than this version.
          end = End.DAMAGED;
          break;
        }
      }
      at += FRAME + size;
    }
    return new Contents(true, removals, end, at);
  }

  /** Returns {@link End#WHOLE} when a whole record is at this place. */
  private static End endAt(byte[] bytes, ByteBuffer in, int at) {
    int left = in.limit() - at - FRAME;
    if (left < 0) {
      return End.TORN;
    }
    int size = in.getInt(at);
    if (crc(bytes, at, LENGTH) != in.getInt(at + LENGTH) || size < 1) {
      return End.DAMAGED;
    }
    if (size > left) {
      return End.TORN;
    }
    return crc(bytes, at + FRAME, size) == in.getInt(at + 2 * LENGTH) ? End.WHOLE : End.DAMAGED;
  }

  private static Kept removal(ByteBuffer content) {
    byte type = content.get();
    if (type == KEY) {
      return new Kept.Key(text(content, content.remaining()));
    }
    if (type == SCAN) {
      boolean own = content.get() != 0;
      return new Kept.Scan(
          new KeyScan(
              text(content, content.getInt()),
              text(content, content.getInt()),
              text(content, content.getInt()),
              own));
    }
    throw new IllegalArgumentException("an unknown type of record");
  }

  private static String text(ByteBuffer content, int length) {
    if (length < 0 || length > content.remaining()) {
      throw new IllegalArgumentException("a part that is longer than its record");
    }
    byte[] bytes = new byte[length];
    content.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
