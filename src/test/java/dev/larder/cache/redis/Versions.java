package dev.larder.cache.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which version of each key was acknowledged to its writer when. One thread writes a key; any
 * number ask.
 */
final class Versions {

  private final List<AtomicLongArray> acknowledged = new ArrayList<>();
  private final long origin = System.nanoTime();

  /** For so many keys, of so many versions each at most. */
  Versions(int keys, int versions) {
    for (int i = 0; i < keys; i++) {
      acknowledged.add(new AtomicLongArray(versions + 2));
    }
  }

  /** The writer was told that this version is stored. */
  void acknowledged(int key, int version) {
    acknowledged.get(key).set(version, System.nanoTime() - origin);
  }

  /**
   * Returns for how many nanoseconds a version had been replaced, and its successor acknowledged,
   * when a read began; 0 when it had not.
   */
  long lag(int key, int version, long readBegan) {
    long replaced = acknowledged.get(key).get(version + 1);
    return replaced == 0 ? 0 : Math.max(0, readBegan - origin - replaced);
  }
}
