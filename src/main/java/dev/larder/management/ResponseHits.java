package dev.larder.management;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How often this node has answered from each entry of the response cache. Bounded: what is not
 * asked for while many others are is forgotten, and begins anew. Thread-safe.
 */
final class ResponseHits {

  /** Those that were hit lately, and those that were before; both together are bounded. */
  private record Known(
      ConcurrentMap<String, LongAdder> lately, ConcurrentMap<String, LongAdder> before) {}

  private final int most;
  private volatile Known known = new Known(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  private volatile boolean forgot;

  /** Makes one that knows about so many entries at most. */
  ResponseHits(int most) {
    this.most = Math.max(2, most);
  }

  void add(String key) {
    LongAdder hits = known.lately().get(key);
    (hits == null ? newly(key) : hits).increment();
  }

  private synchronized LongAdder newly(String key) {
    if (known.lately().size() >= most / 2) {
      forgot |= !known.before().isEmpty();
      known = new Known(new ConcurrentHashMap<>(), known.lately());
    }
    LongAdder before = known.before().remove(key);
    return known
        .lately()
        .computeIfAbsent(key, unknown -> before == null ? new LongAdder() : before);
  }

  /** Returns the hits of an entry; null when they may have been forgotten. */
  synchronized @Nullable Long of(String key) {
    LongAdder lately = known.lately().get(key);
    LongAdder hits = lately == null ? known.before().get(key) : lately;
    if (hits == null) {
      return forgot ? null : Long.valueOf(0);
    }
    return hits.sum();
  }
}
