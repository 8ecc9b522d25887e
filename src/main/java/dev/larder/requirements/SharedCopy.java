package dev.larder.requirements;

import dev.larder.cache.CacheEntry;
import dev.larder.cache.CacheModule;
import dev.larder.cache.OwnKeys;
import dev.larder.cache.WriteCondition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The copy in the cache that workers read, and the fence beside it: the version of the newest row
 * that was written or removed there. Every method throws a {@code CacheException} when the cache
 * cannot answer, within the time-outs of the cache.
 */
final class SharedCopy {

  static final String KEY = "bifrost:requirements:content";
  static final String FENCE = "{" + KEY + "}:fence";
  static final Duration TTL = Duration.ofDays(1);

  /** The version of a copy that stands for no row. */
  private static final long NO_ROW = 0;

  private final OwnKeys keys;

  SharedCopy(OwnKeys keys) {
    this.keys = keys;
  }

  /**
   * What is in the cache.
   *
   * @param present whether there is anything
   * @param requirements what it says, if it is in the right form
   * @param ttl how long it stays; empty if for ever, or if there is nothing
   */
  record Look(boolean present, Optional<Requirements> requirements, Optional<Duration> ttl) {}

  Look look() {
    Optional<CacheEntry> entry = keys.module().entry(KEY);
    return new Look(
        entry.isPresent(),
        entry.flatMap(found -> CachedForm.read(found.value())),
        entry.flatMap(CacheEntry::ttl));
  }

  /** Fails if the cache does not answer. */
  void probe() {
    keys.module().exists(FENCE);
  }

  /** The version in the fence; empty if there is none, or none that can be read. */
  OptionalLong fence() {
    Optional<byte[]> bytes = keys.module().get(FENCE);
    if (bytes.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(
          Long.parseLong(new String(bytes.get(), StandardCharsets.US_ASCII).strip()));
    } catch (NumberFormatException e) {
      // Somebody else wrote it; a write by force repairs it.
      return OptionalLong.empty();
    }
  }

  /** Writes the copy of a row, unless the fence holds a newer version; whether it was written. */
  boolean write(Requirements requirements, long version) {
    return keys.module()
        .setIf(KEY, CachedForm.write(requirements), TTL, WriteCondition.ifNewer(FENCE, version));
  }

  /** Writes a copy that no row stands behind, unless there was ever a row. */
  boolean writeWithoutRow(Requirements requirements) {
    return write(requirements, NO_ROW);
  }

  /** Writes the copy of a row whatever the fence holds, and sets the fence to the version. */
  void forceWrite(Requirements requirements, long version) {
    keys.module()
        .setIf(
            KEY, CachedForm.write(requirements), TTL, WriteCondition.forceVersion(FENCE, version));
  }

  /** Removes the copy unless the fence is newer; returns whether the fence allowed it. */
  boolean remove(long version) {
    CacheModule module = keys.module();
    if (module.deleteIf(KEY, WriteCondition.ifNewer(FENCE, version))) {
      return true;
    }
    // Nothing was removed: because nothing was there, or because of the fence.
    OptionalLong fence = fence();
    return fence.isEmpty() || fence.getAsLong() <= version;
  }

  /** Removes the copy whatever the fence holds, and sets the fence to the version. */
  void forceRemove(long version) {
    keys.module().deleteIf(KEY, WriteCondition.forceVersion(FENCE, version));
  }
}
