package dev.larder.cache.tiered;

import dev.larder.cache.ChangeFeed;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A feed that says what a test lets it say. */
final class HandFeed implements ChangeFeed {

  private volatile @Nullable Listener listener;

  @Override
  public synchronized void open(Listener opened) {
    if (listener != null) {
      throw new IllegalStateException("open already");
    }
    listener = opened;
  }

  @Override
  public synchronized void close() {
    listener = null;
  }

  boolean isOpen() {
    return listener != null;
  }

  Listener says() {
    return Objects.requireNonNull(listener, "the feed is not open");
  }
}
