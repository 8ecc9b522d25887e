package dev.larder.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code getOrSet}.
 *
 * @param key as the store has it
 * @param ttl resolved
 * @param nullTtl resolved; null when {@code null} is not cached
 * @param options with the module's for what the caller did not say
 */
record LoadRequest<T>(
    String key,
    TypeRef<T> type,
    Ttl ttl,
    @Nullable Ttl nullTtl,
    LoadOptions options,
    Loader<T> loader) {

  boolean wantsLease() {
    return options.lease().orElse(true);
  }

  double eagerness() {
    return options.earlyRefresh().orElse(0);
  }

  Duration window() {
    return options.staleWhileRevalidate().orElse(Duration.ZERO);
  }
}
