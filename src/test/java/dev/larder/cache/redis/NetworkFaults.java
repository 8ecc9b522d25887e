package dev.larder.cache.redis;

import dev.larder.testing.TcpProxy;
import dev.larder.testing.TcpProxy.Way;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What befalls a network, one fault after the other with pauses in between, until it is ended. */
final class NetworkFaults implements Runnable {

  private final TcpProxy tracking;
  private final TcpProxy data;
  private final SplittableRandom random;
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile int faults;

  /**
   * Makes them.
   *
   * @param tracking what the link goes through that tells of changes
   * @param data what reads go through
   */
  NetworkFaults(TcpProxy tracking, TcpProxy data, long seed) {
    this.tracking = tracking;
    this.data = data;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public void run() {
    while (!isEnded(random.nextInt(200, 1_200))) {
      boolean alsoData = random.nextInt(3) == 0;
      befall(tracking);
      if (alsoData) {
        befall(data);
      }
      faults++;
      boolean ended = isEnded(random.nextInt(20, 1_900));
      tracking.restore();
      data.restore();
      if (ended) {
        return;
      }
    }
  }

  private void befall(TcpProxy proxy) {
    switch (random.nextInt(7)) {
      case 0 -> proxy.cut();
      case 1 -> proxy.cutConnections();
      case 2 -> proxy.blackHole();
      case 3 -> proxy.blackHole(Way.TO_CLIENT);
      case 4 -> proxy.blackHole(Way.TO_SERVER);
      case 5 -> proxy.delay(Duration.ofMillis(random.nextInt(50, 900)));
      default -> {
        proxy.blackHole(Way.TO_CLIENT);
        if (isEnded(random.nextInt(20, 900))) {
          return;
        }
        proxy.cutConnections();
      }
    }
  }

  private boolean isEnded(int millis) {
    try {
      return end.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Ends them; {@link #run} returns soon, and leaves the network in order. */
  void end() {
    end.countDown();
  }

  int faults() {
    return faults;
  }
}
