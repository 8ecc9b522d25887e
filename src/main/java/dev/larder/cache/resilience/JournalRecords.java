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

  /** In what state the records of a file are. */
  enum End {
    /** All are whole. */
    WHOLE,
    /** The file ends within a record that was being written: it had not been accepted. */
    TORN,
    /** A record is not as it was written; or its length is not, and what follows is not known. */
    DAMAGED
  }

  /**
   * What a file holds.
   *
   * @param ours whether the first record names this store
   * @param removals that can be read, in the order they were written
   * @param end in what state the file is
   */
  record Contents(boolean ours, List<Kept> removals, End end) {}

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
    boolean damaged = false;
    int at = 0;
    while (at < bytes.length) {
      End end = lengthAt(bytes, in, at);
      if (end != End.WHOLE) {
        return new Contents(true, removals, damaged ? End.DAMAGED : end);
      }
      int size = in.getInt(at);
      boolean whole = crc(bytes, at + FRAME, size) == in.getInt(at + 2 * LENGTH);
      if (at == 0) {
        if (!whole) {
          return new Contents(true, List.of(), End.DAMAGED);
        }
        if (!in.slice(0, FRAME + size).equals(ByteBuffer.wrap(first))) {
          return new Contents(false, List.of(), End.WHOLE);
        }
      } else {
        // One that cannot be read is left out: where the next one begins is known.
        damaged |= !whole || !read(in.slice(at + FRAME, size), removals);
      }
      at += FRAME + size;
    }
    return new Contents(true, removals, damaged ? End.DAMAGED : End.WHOLE);
  }

  /** Returns whether there is something behind the first record, whatever store it names. */
  static boolean hasRemovals(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return lengthAt(bytes, in, 0) == End.WHOLE && bytes.length > FRAME + in.getInt(0);
  }

  /** Returns {@link End#WHOLE} when a record of a known length is at this place. */
  private static End lengthAt(byte[] bytes, ByteBuffer in, int at) {
    int left = in.limit() - at - FRAME;
    if (left < 0) {
      return End.TORN;
    }
    int size = in.getInt(at);
    if (crc(bytes, at, LENGTH) != in.getInt(at + LENGTH) || size < 1) {
      return End.DAMAGED;
    }
    return size > left ? End.TORN : End.WHOLE;
  }

  private static boolean read(ByteBuffer content, List<Kept> removals) {
    try {
      removals.add(removal(content));
      return true;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      // Its sums fit, so it was written by something else than this version.
      return false;
    }
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
