package dev.larder.http.storage;

import dev.larder.http.StoredForm;
import dev.larder.http.StoredResponse;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one record of a URI: its generation, which its variants carry, the names of the request
 * fields that select them, and the response that nothing selects. Immutable.
 *
 * <pre>
 * version      1 byte   \ what a change of the record
 * generation   8 bytes  / depends on
 * expiry       8 bytes  epoch milliseconds
 * uncacheable  8 bytes  until when, epoch milliseconds, or 0
 * carried      1 byte, and 8 bytes for each: the generations that all entries here carry
 * name sets    1 byte, for each 1 byte, for each name 2 bytes and the name
 * label        1 to 5 bytes of its length (seven bits in a byte, the lowest first), and
 *              what {@link LabelForm} says; read for listings only
 * response     to the end, in the stored form; may be missing
 * </pre>
 */
final class UriRecord {

  private static final byte VERSION = 2;

  /** Older sets are forgotten; their variants are found no more, and end with their time. */
  private static final int MAX_SETS = 8;

  private static final int MAX_NAME = 1_000;

  final long generation;
  final long expiry;
  final long uncacheableUntil;
  final long[] carried;
  final List<List<String>> sets;
  private final Slice label;
  private final byte[] bytes;
  private final int responseAt;

  /** A part of an array, which is not copied. */
  private static final class Slice {
    final byte[] in;
    final int at;
    final int length;

    Slice(byte[] in, int at, int length) {
      this.in = in;
      this.at = at;
      this.length = length;
    }

    static Slice of(byte[] all) {
      return new Slice(all, 0, all.length);
    }

    boolean isLike(Slice other) {
      return Arrays.equals(in, at, at + length, other.in, other.at, other.at + other.length);
    }
  }

  private UriRecord(
      long generation,
      long expiry,
      long uncacheableUntil,
      long[] carried,
      List<List<String>> sets,
      Slice label,
      byte[] bytes,
      int responseAt) {
    this.generation = generation;
    this.expiry = expiry;
    this.uncacheableUntil = uncacheableUntil;
    this.carried = carried;
    this.sets = sets;
    this.label = label;
    this.bytes = bytes;
    this.responseAt = responseAt;
  }

  /** Returns what the bytes say; null when they are missing or no record. It keeps them. */
  static @Nullable UriRecord parse(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length == 0 || bytes[0] != VERSION) {
      return null;
    }
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
      long generation = in.getLong();
      long expiry = in.getLong();
      long uncacheableUntil = in.getLong();
      long[] carried = readLongs(in);
      int count = in.get();
      List<List<String>> sets = count <= 0 ? List.of() : new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        sets.add(readNames(in, bytes));
      }
      Slice label = readLabel(in, bytes);
      return new UriRecord(
          generation, expiry, uncacheableUntil, carried, sets, label, bytes, in.position());
    } catch (BufferUnderflowException e) {
      return null;
    }
  }

  /** Returns a new record that has a label and nothing else. */
  static UriRecord placeholder(long generation, long expiry, byte[] label) {
    return new UriRecord(
        generation, expiry, 0, new long[0], List.of(), Slice.of(label), new byte[0], 0);
  }

  /** Returns the record ending at another time. */
  UriRecord until(long newExpiry) {
    return new UriRecord(
        generation, newExpiry, uncacheableUntil, carried, sets, label, bytes, responseAt);
  }

  /** Returns the record which says that responses are not storable for a while. */
  UriRecord uncacheableUntil(long until) {
    return new UriRecord(
        generation, Math.max(expiry, until), until, carried, sets, label, bytes, responseAt);
  }

  /**
   * Returns the record with one more set of names. When other generations are carried now, all that
   * is there is invalid, and left out.
   *
   * @param until when the variant of these names ends
   * @param labelled the label from now on
   * @param slack how much longer the record is kept, so that the next one need not change it
   */
  UriRecord withSet(List<String> names, long[] carrying, byte[] labelled, long until, long slack) {
    List<List<String>> more = new ArrayList<>();
    boolean valid = carries(carrying);
    if (valid) {
      more.addAll(sets);
    }
    if (!more.contains(names)) {
      more.add(names);
    }
    return new UriRecord(
        generation,
        valid && expiry >= until ? expiry : until + slack,
        0,
        carrying,
        more.subList(Math.max(0, more.size() - MAX_SETS), more.size()),
        Slice.of(labelled),
        valid ? bytes : new byte[0],
        valid ? responseAt : 0);
  }

  /** Returns the bytes of the record with this response in place of the one that is there. */
  byte[] bytesWith(StoredResponse response, long[] carrying, byte[] labelled, long until) {
    boolean keepsSets = carries(carrying) && !sets.isEmpty();
    List<List<String>> kept = keepsSets ? sets : List.of();
    long end = keepsSets ? Math.max(expiry, until) : until;
    return StoredForm.encode(front(end, 0, carrying, kept, Slice.of(labelled)), response);
  }

  /** Returns the bytes of the record. */
  byte[] bytes() {
    byte[] front = front(expiry, uncacheableUntil, carried, sets, label);
    byte[] all = Arrays.copyOf(front, front.length + bytes.length - responseAt);
    System.arraycopy(bytes, responseAt, all, front.length, bytes.length - responseAt);
    return all;
  }

  /** Returns what every record of this generation begins with. */
  static byte[] mark(long generation) {
    return ByteBuffer.allocate(9).put(VERSION).putLong(generation).array();
  }

  /** Returns when a record ends, of whose bytes it is known that they are one. */
  static long expiryOf(byte[] record) {
    return ByteBuffer.wrap(record).getLong(9);
  }

  /** Returns whether another record of this generation says the same, besides its response. */
  boolean sameAs(UriRecord other) {
    return expiry == other.expiry
        && uncacheableUntil == other.uncacheableUntil
        && carries(other.carried)
        && sets.equals(other.sets)
        && label.isLike(other.label)
        && bytes == other.bytes;
  }

  boolean carries(long[] generations) {
    return Arrays.equals(carried, generations);
  }

  /** Returns whether there is a response that nothing selects, without reading it. */
  boolean hasResponse() {
    return responseAt != bytes.length;
  }

  /** Returns the response that nothing selects, if there is one. */
  Optional<StoredResponse> response() {
    return responseAt == bytes.length ? Optional.empty() : StoredForm.decode(bytes, responseAt);
  }

  /** Returns what the label says; empty when there is none. */
  Optional<LabelForm> label() {
    return LabelForm.parse(label.in, label.at, label.length);
  }

  private byte[] front(
      long until, long uncacheable, long[] carrying, List<List<String>> names, Slice labelled) {
    List<byte[]> written = new ArrayList<>();
    int length = 1 + 3 * 8 + 1 + carrying.length * 8 + 1 + names.size();
    length += LabelForm.sizeOf(labelled.length) + labelled.length;
    for (List<String> set : names) {
      for (String name : set) {
        byte[] each = name.getBytes(StandardCharsets.UTF_8);
        written.add(each);
        length += 2 + each.length;
      }
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    out.put(VERSION).putLong(generation).putLong(until).putLong(uncacheable);
    writeLongs(out, carrying);
    out.put((byte) names.size());
    int at = 0;
    for (List<String> set : names) {
      out.put((byte) set.size());
      for (int i = 0; i < set.size(); i++) {
        byte[] each = written.get(at++);
        out.putShort((short) each.length).put(each);
      }
    }
    LabelForm.writeNumber(out, labelled.length);
    out.put(labelled.in, labelled.at, labelled.length);
    return out.array();
  }

  private static List<String> readNames(ByteBuffer in, byte[] bytes) {
    int count = in.get() & 0xff;
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = in.getShort() & 0xffff;
      if (length > in.remaining()) {
        throw new BufferUnderflowException();
      }
      names.add(new String(bytes, in.position(), length, StandardCharsets.UTF_8));
      in.position(in.position() + length);
    }
    return names;
  }

  private static Slice readLabel(ByteBuffer in, byte[] bytes) {
    long length = LabelForm.readNumber(in);
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    Slice label = new Slice(bytes, in.position(), (int) length);
    in.position(in.position() + label.length);
    return label;
  }

  /** Returns whether names can be written. */
  static boolean fits(List<String> names) {
    return names.size() <= 255 && names.stream().allMatch(name -> name.length() <= MAX_NAME);
  }

  static void writeLongs(ByteBuffer out, long[] longs) {
    out.put((byte) longs.length);
    for (long each : longs) {
      out.putLong(each);
    }
  }

  static long[] readLongs(ByteBuffer in) {
    long[] longs = new long[in.get() & 0xff];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = in.getLong();
    }
    return longs;
  }
}
