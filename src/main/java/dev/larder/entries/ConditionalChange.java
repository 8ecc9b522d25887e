package dev.larder.entries;

import dev.larder.cache.CacheModule;
import dev.larder.cache.Removal;
import dev.larder.cache.WriteCondition;
import dev.larder.rest.ProblemException;
import dev.larder.rest.ProblemType;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of an entry under the conditions of a request, atomic although it reads first: the write
 * itself is conditional on exactly the bytes that the conditions were checked against, so a change
 * by somebody else in between makes it fail, and the conditions are checked anew.
 */
final class ConditionalChange {

  /** More losses in a row than this are no accident. */
  private static final int ATTEMPTS = 16;

  private final CacheModule cache;
  private final String key;
  private final Conditions conditions;

  ConditionalChange(CacheModule cache, String key, Conditions conditions) {
    this.cache = cache;
    this.key = key;
    this.conditions = conditions;
  }

  void set(byte[] value, Duration ttl) {
    if (conditions.none()) {
      cache.set(key, value, ttl);
      return;
    }
    if (conditions.onlyIfAbsent()) {
      if (!cache.setIfAbsent(key, value, ttl)) {
        throw Conditions.failed("there is an entry");
      }
      return;
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<byte[]> current = cache.get(key);
      conditions.requireForChange(tag(current));
      WriteCondition unchanged =
          current.map(WriteCondition::ifEquals).orElseGet(WriteCondition::ifAbsent);
      if (cache.setIf(key, value, ttl, unchanged)) {
        return;
      }
    }
    throw contended();
  }

  /** Removes the entry; a removal under conditions is never deferred. */
  Removal delete() {
    if (conditions.none()) {
      return cache.remove(key);
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<byte[]> current = cache.get(key);
      conditions.requireForChange(tag(current));
      if (current.isEmpty()) {
        return Removal.ABSENT;
      }
      if (cache.deleteIf(key, WriteCondition.ifEquals(current.get()))) {
        return Removal.REMOVED;
      }
    }
    throw contended();
  }

  private static @Nullable String tag(Optional<byte[]> current) {
    return current.isEmpty() ? null : EntityTag.of(current.get());
  }

  private static ProblemException contended() {
    return new ProblemException(
        ProblemType.CONFLICT, "the entry is changed by others all the time; try again");
  }
}
