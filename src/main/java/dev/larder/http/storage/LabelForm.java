package dev.larder.http.storage;

import dev.larder.http.Directive;
import dev.larder.http.ResponseKeys;
import dev.larder.http.storage.ResponseStore.Label;
import dev.larder.http.storage.ResponseStore.Place;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a URI's record says of itself to operators, since its key is a digest. Immutable.
 *
 * <pre>
 * flags        1 byte    1: per user, 2: the URI is cut off, 4: http, 8: https
 * lifetime     number    of the directive, in milliseconds, and one more; 0 for none
 * generation   32 bytes  the digest in the key of the URI's generation; only when per user
 * tags         number, and of each its length (a number) and UTF-8
 * URI          UTF-8 to the end, without http:// and https://
 * </pre>
 *
 * @param uri the parts of the target URI that count, at most {@value #LONGEST_URI} characters
 * @param perUser whether each user has an own entry
 * @param lifetime of responses that state none; null when there is no such
 * @param tags the expanded tags
 * @param generations the keys of the generations that entries carry, in the order of the record and
 *     without their namespace
 */
record LabelForm(
    String uri,
    boolean perUser,
    @Nullable Duration lifetime,
    List<String> tags,
    List<String> generations) {

  static final int LONGEST_URI = 2_000;

  private static final int PER_USER = 1;
  private static final int CUT_OFF = 2;
  private static final int HTTP = 4;
  private static final int HTTPS = 8;

  private static final int DIGEST = 32;
  private static final int DIGEST_TEXT = 43;

  private static final byte[] NONE = new byte[0];

  /** Returns the label of a place in its form; empty when nothing is told of it. */
  static byte[] of(Place place) {
    Label label = place.label();
    if (label == null) {
      return NONE;
    }
    Directive directive = label.directive();
    String uri = ResponseKeys.text(label.target(), directive.parameters());
    int flags = directive.perUser() ? PER_USER : 0;
    if (uri.length() > LONGEST_URI) {
      flags |= CUT_OFF;
      uri = uri.substring(0, LONGEST_URI);
    }
    if (uri.startsWith("http://")) {
      flags |= HTTP;
      uri = uri.substring("http://".length());
    } else if (uri.startsWith("https://")) {
      flags |= HTTPS;
      uri = uri.substring("https://".length());
    }
    byte[] text = uri.getBytes(StandardCharsets.UTF_8);
    List<byte[]> tags =
        label.tags().stream().map(tag -> tag.getBytes(StandardCharsets.UTF_8)).toList();
    long lifetime = directive.lifetime() == null ? 0 : directive.lifetime().toMillis() + 1;
    int length = 1 + sizeOf(lifetime) + (directive.perUser() ? DIGEST : 0) + sizeOf(tags.size());
    for (byte[] tag : tags) {
      length += sizeOf(tag.length) + tag.length;
    }
    ByteBuffer out = ByteBuffer.allocate(length + text.length);
    out.put((byte) flags);
    writeNumber(out, lifetime);
    if (directive.perUser()) {
      out.put(digestIn(place.generations().get(0)));
    }
    writeNumber(out, tags.size());
    for (byte[] tag : tags) {
      writeNumber(out, tag.length);
      out.put(tag);
    }
    return out.put(text).array();
  }

  /** The generation of the URI comes first ({@link ResponseKeys#generations}); it ends with it. */
  private static byte[] digestIn(String key) {
    return Base64.getUrlDecoder().decode(key.substring(key.length() - DIGEST_TEXT));
  }

  /** Returns what a label says; empty when there is none, or none that can be read. */
  static Optional<LabelForm> parse(byte[] bytes, int at, int length) {
    if (length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(ByteBuffer.wrap(bytes, at, length)));
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private static LabelForm read(ByteBuffer in) {
    int flags = in.get();
    long lifetime = readNumber(in);
    boolean perUser = (flags & PER_USER) != 0;
    Set<String> generations = new LinkedHashSet<>();
    if (perUser) {
      byte[] digest = new byte[DIGEST];
      in.get(digest);
      generations.add(
          ResponseKeys.PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    }
    List<String> tags = new ArrayList<>();
    for (long left = readNumber(in); left > 0; left--) {
      tags.add(readText(in, readNumber(in)));
    }
    tags.forEach(tag -> generations.add(ResponseKeys.tag(tag)));
    String scheme = (flags & HTTP) != 0 ? "http://" : (flags & HTTPS) != 0 ? "https://" : "";
    String uri = scheme + readText(in, in.remaining()) + ((flags & CUT_OFF) != 0 ? "…" : "");
    return new LabelForm(
        uri,
        perUser,
        lifetime == 0 ? null : Duration.ofMillis(lifetime - 1),
        List.copyOf(tags),
        List.copyOf(generations));
  }

  private static String readText(ByteBuffer in, long length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] text = new byte[(int) length];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Returns how many bytes a number takes. */
  static int sizeOf(long number) {
    return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(number) + 6) / 7);
  }

  /** Writes a number from 0 up, seven bits in a byte, the lowest first. */
  static void writeNumber(ByteBuffer out, long number) {
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  /**
   * Reads a number from 0 up.
   *
   * @throws BufferUnderflowException when there is none
   */
  static long readNumber(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
      byte each = in.get();
      number |= (each & 0x7fL) << shift;
      if (each >= 0) {
        return number;
      }
    }
    throw new BufferUnderflowException();
  }
}
