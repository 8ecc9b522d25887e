package dev.larder.management;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How often this node has answered from each entry of the response cache, of the entries that are
 * asked for most. Bounded; thread-safe.
 */
final class ResponseHits {

  private final Cache<String, LongAdder> byKey;
  private volatile boolean forgot;

  /** Makes one that knows so many entries at most. */
  ResponseHits(long most) {
    byKey =
        Caffeine.newBuilder()
            .maximumSize(most)
            .executor(Runnable::run)
            .evictionListener((key, hits, cause) -> forgot = true)
            .build();
  }

  void add(String key) {
    LongAdder hits = byKey.getIfPresent(key);
    if (hits == null) {
      hits = byKey.get(key, unknown -> new LongAdder());
    }
    hits.increment();
  }

  /** Returns the hits of an entry; null when they may have been forgotten. */
  @Nullable Long of(String key) {
    // Not asked for by a client: what is looked at here must not stay longer for it.
    LongAdder hits = byKey.policy().getIfPresentQuietly(key);
    if (hits == null) {
      return forgot ? null : Long.valueOf(0);
    }
    return hits.sum();
  }
}
