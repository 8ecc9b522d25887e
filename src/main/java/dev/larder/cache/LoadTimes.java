package dev.larder.cache;

import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long loads took on this node: the last one of each key, of so many keys, and the mean of all.
 * Thread-safe.
 */
final class LoadTimes {

  private final int most;
  private final ConcurrentMap<String, Long> last = new ConcurrentHashMap<>();
  private final LongAdder loads = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  LoadTimes(int most) {
    this.most = most;
  }

  void took(String key, long time) {
    loads.increment();
    nanos.add(time);
    if (last.put(key, time) == null && last.size() > most) {
      Iterator<String> any = last.keySet().iterator();
      if (any.hasNext()) {
        any.next();
        any.remove();
      }
    }
  }

  /** Returns the time of the last load of a key in nanoseconds, or else the mean; 0 before any. */
  long of(String key) {
    Long known = last.get(key);
    if (known != null) {
      return known;
    }
    long count = loads.sum();
    return count == 0 ? 0 : nanos.sum() / count;
  }

  int size() {
    return last.size();
  }
}
