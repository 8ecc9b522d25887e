package dev.larder.testing;

import dev.larder.testing.TcpProxy.Way;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What the streams of a {@link TcpProxy} wait at before they go on. Thread-safe. */
final class TcpProxyGate {

  private final Set<Way> shut = EnumSet.noneOf(Way.class);
  private long delayNanos;

  synchronized void shut(Way way) {
    shut.add(way);
  }

  synchronized void delay(Duration delay) {
    delayNanos = delay.toNanos();
    notifyAll();
  }

  synchronized void open() {
    shut.clear();
    delayNanos = 0;
    notifyAll();
  }

  /** Lets those who wait look whether they are wanted any more. */
  synchronized void wake() {
    notifyAll();
  }

  /** Waits until a stream may go on; false if nobody wants it any more. */
  synchronized boolean pass(Way way, BooleanSupplier wanted) {
    try {
      while (wanted.getAsBoolean()) {
        if (!shut.contains(way)) {
          return true;
        }
        wait();
      }
    } catch (InterruptedException e) {
      // The proxy is closed.
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** Waits until what comes now may arrive; false if nobody wants it any more. */
  synchronized boolean arrive(Way way, BooleanSupplier wanted) {
    long now = System.nanoTime();
    try {
      while (pass(way, wanted)) {
        long left = delayNanos - (System.nanoTime() - now);
        if (left <= 0) {
          return true;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      // The proxy is closed.
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
