package dev.larder.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a list shows of a live entry, as it was at one moment: how long its value is, its remaining
 * TTL, and how the value begins. The array belongs to the receiver.
 */
public final class EntryHead {

  /** How many bytes there are at most of the beginning of a value that does not come whole. */
  public static final int BEGINNING = 512;

  private final long length;
  private final byte[] beginning;
  private final @Nullable Duration ttl;

  /**
   * Makes one; the array is not copied.
   *
   * @param length the length of the value in bytes
   * @param beginning the whole value, or its first {@value #BEGINNING} bytes
   * @param ttl the remaining TTL, or {@code null} when the entry does not expire
   */
  public EntryHead(long length, byte[] beginning, @Nullable Duration ttl) {
    this.length = length;
    this.beginning = beginning;
    this.ttl = ttl;
  }

  /** Returns the head of an entry whose value is at hand; see {@link CacheStore#heads}. */
  static EntryHead of(CacheEntry entry, int whole) {
    byte[] value = entry.value();
    return new EntryHead(
        value.length, Arrays.copyOf(value, shown(value.length, whole)), entry.ttl().orElse(null));
  }

  /**
   * Returns how many bytes of a value are shown.
   *
   * @param length of the value
   * @param whole up to which length a value comes whole
   */
  public static int shown(int length, int whole) {
    return length <= whole ? length : Math.min(length, BEGINNING);
  }

  /** Returns the length of the value in bytes. */
  public long length() {
    return length;
  }

  /** Returns the first bytes of the value, or all of them. */
  public byte[] beginning() {
    return beginning;
  }

  /** Returns whether {@link #beginning} is the whole value. */
  public boolean isWhole() {
    return beginning.length == length;
  }

  /** Returns the remaining TTL, with a precision of one millisecond; empty without expiry. */
  public Optional<Duration> ttl() {
    return Optional.ofNullable(ttl);
  }
}
