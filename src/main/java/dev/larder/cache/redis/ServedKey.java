package dev.larder.cache.redis;

import dev.larder.cache.redis.RedisUrl.Address;
import dev.larder.cache.redis.SlotMap.Shard;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A key in a slot of one primary of a cluster, by which the primary is asked whether it still
 * serves its slots. It is the name of nothing, and begins as keys do that the user may ask for. One
 * thread uses it.
 */
final class ServedKey {

  /** The chance that none of so many keys is in a certain slot is one to some millions. */
  private static final int MOST_TRIES = 16 * SlotMap.SLOTS;

  private static final byte[] NAME = Utf8.bytes("larder-serves-");

  private final Address primary;
  private final Supplier<SlotMap> slots;
  private final List<byte[]> prefixes;
  private @Nullable SlotMap seen;
  private byte @Nullable [] key;

  /**
   * Makes one.
   *
   * @param slots what is known at present
   * @param prefixes what the key may begin with; none for anything
   */
  ServedKey(Address primary, Supplier<SlotMap> slots, List<byte[]> prefixes) {
    this.primary = primary;
    this.slots = slots;
    this.prefixes = prefixes.isEmpty() ? List.of(new byte[0]) : prefixes;
  }

  /**
   * Returns a key that the primary serves as far as known; {@code null} when it serves no slot that
   * a key of the prefixes could have, and so has nothing to be asked for.
   */
  byte @Nullable [] key() {
    SlotMap now = slots.get();
    if (now != seen) {
      seen = now;
      if (key == null || !serves(now, key)) {
        key = find(now);
      }
    }
    return key;
  }

  private byte @Nullable [] find(SlotMap now) {
    if (now.primaries().containsKey(primary)) {
      for (byte[] prefix : prefixes) {
        int tries = isOfOneSlot(prefix) ? 1 : MOST_TRIES;
        for (int i = 0; i < tries; i++) {
          byte[] candidate = key(prefix, i);
          if (serves(now, candidate)) {
            return candidate;
          }
        }
      }
    }
    return null;
  }

  private boolean serves(SlotMap map, byte[] candidate) {
    Shard shard = map.shard(SlotMap.slot(candidate));
    return shard != null && shard.primary().equals(primary);
  }

  /** Whether a {tag} decides. The CRCs of two texts that differ in one bit are never the same. */
  private static boolean isOfOneSlot(byte[] prefix) {
    return SlotMap.slot(key(prefix, 0)) == SlotMap.slot(key(prefix, 1));
  }

  private static byte[] key(byte[] prefix, int number) {
    byte[] digits = Utf8.bytes(Integer.toString(number));
    byte[] key = Arrays.copyOf(prefix, prefix.length + NAME.length + digits.length);
    System.arraycopy(NAME, 0, key, prefix.length, NAME.length);
    System.arraycopy(digits, 0, key, prefix.length + NAME.length, digits.length);
    return key;
  }
}
