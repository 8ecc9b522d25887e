package dev.larder.requirements;

import dev.larder.cache.CacheEntry;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheModule;
import dev.larder.cache.EntryHead;
import dev.larder.cache.OwnKeys;
import dev.larder.cache.WriteCondition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

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
  static final long NO_ROW = 0;

  /** What the store takes for a version too. */
  private static final Pattern VERSION = Pattern.compile("0|-?[1-9][0-9]{0,18}");

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
    Optional<CacheEntry> entry;
    try {
      entry = keys.module().entry(KEY);
    } catch (CacheException e) {
      if (e.kind() == CacheException.Kind.UNREADABLE) {
        // Of another kind, such as a hash: there, and not in the right form; a write replaces it.
        return new Look(true, Optional.empty(), Optional.empty());
      }
      throw e;
    }
    return new Look(
        entry.isPresent(),
        entry.flatMap(found -> CachedForm.read(found.value())),
        entry.flatMap(CacheEntry::ttl));
  }

  /**
   * As {@link #look}, but no look-up in the statistics, and not by the near tier: what others see.
   */
  Look glance() {
    Optional<EntryHead> head = keys.module().heads(List.of(KEY), Integer.MAX_VALUE).get(0);
    if (head.isEmpty() && keys.module().exists(KEY)) {
      // Of another kind, such as a hash.
      return new Look(true, Optional.empty(), Optional.empty());
    }
    return new Look(
        head.isPresent(),
        head.flatMap(found -> CachedForm.read(found.beginning())),
        head.flatMap(EntryHead::ttl));
  }

  /** Fails if the cache does not answer. */
  void probe() {
    keys.module().exists(FENCE);
  }

  /** The version in the fence; empty if there is none, or none that can be read. */
  OptionalLong fence() {
    try {
      return keys.module()
          .get(FENCE)
          .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
          .filter(text -> VERSION.matcher(text).matches())
          .map(text -> OptionalLong.of(Long.parseLong(text)))
          .orElse(OptionalLong.empty());
    } catch (NumberFormatException e) {
      // Beyond 64 bits: somebody else wrote it; a write by force repairs it.
      return OptionalLong.empty();
    } catch (CacheException e) {
      if (e.kind() == CacheException.Kind.UNREADABLE) {
        return OptionalLong.empty();
      }
      throw e;
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
