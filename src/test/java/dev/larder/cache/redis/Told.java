package dev.larder.cache.redis;

import dev.larder.cache.ChangeFeed;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a feed has told. */
final class Told implements ChangeFeed.Listener {

  static final String ALL = "(all)";

  private final ConcurrentLinkedQueue<String> changes = new ConcurrentLinkedQueue<>();
  private volatile long confirmed;
  private volatile boolean isConfirmed;

  @Override
  public void changed(String key) {
    changes.add(key);
  }

  @Override
  public void allChanged() {
    isConfirmed = false;
    changes.add(ALL);
  }

  @Override
  public void confirmed(long nanoTime) {
    confirmed = nanoTime;
    isConfirmed = true;
  }

  List<String> changes() {
    return List.copyOf(changes);
  }

  void forget() {
    changes.clear();
  }

  /** Whether this moment is confirmed, and nothing was lost since. */
  boolean hasConfirmed(long nanoTime) {
    return isConfirmed && confirmed - nanoTime >= 0;
  }
}
