package dev.larder.cache.redis;

import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Where a walk over a cluster is, as text: the slots it is done with, those it began with at the
 * node it is at, that node, and the node's cursor.
 *
 * @param done the slots that need not be looked at any more
 * @param begun the slots that are done when the walk over the node ends
 * @param node the id of the node, empty between two nodes
 * @param at the cursor of the node, {@code 0} at its beginning
 */
record WalkCursor(BitSet done, BitSet begun, String node, String at) {

  private static final int BYTES = SlotMap.SLOTS / 8;
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9_-]{1,8000})\\.([0-9a-f]{40})?\\.(0|[1-9][0-9]{0,19})");

  /** At the beginning. */
  static WalkCursor start() {
    return new WalkCursor(new BitSet(SlotMap.SLOTS), new BitSet(SlotMap.SLOTS), "", "0");
  }

  String write() {
    byte[] slots = new byte[2 * BYTES];
    byte[] first = done.toByteArray();
    byte[] second = begun.toByteArray();
    System.arraycopy(first, 0, slots, 0, first.length);
    System.arraycopy(second, 0, slots, BYTES, second.length);
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(slots);
      deflater.finish();
      byte[] packed = new byte[2 * BYTES + 64];
      int length = deflater.deflate(packed);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(packed, length))
          + "."
          + node
          + "."
          + at;
    } finally {
      deflater.end();
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when it did not write it
   */
  static WalkCursor read(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw foreign();
    }
    String node = form.group(2) == null ? "" : form.group(2);
    String at = form.group(3).equals("0") ? "0" : ServerWalk.check(form.group(3));
    byte[] slots = new byte[2 * BYTES];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(Base64.getUrlDecoder().decode(form.group(1)));
      if (inflater.inflate(slots) != slots.length || inflater.inflate(new byte[1]) != 0) {
        throw foreign();
      }
    } catch (DataFormatException | IllegalArgumentException e) {
      throw foreign();
    } finally {
      inflater.end();
    }
    return new WalkCursor(
        BitSet.valueOf(Arrays.copyOf(slots, BYTES)),
        BitSet.valueOf(Arrays.copyOfRange(slots, BYTES, 2 * BYTES)),
        node,
        at);
  }

  private static IllegalArgumentException foreign() {
    return new IllegalArgumentException("the cursor is not one of the Redis store");
  }
}
