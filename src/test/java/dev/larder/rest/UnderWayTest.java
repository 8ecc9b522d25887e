package dev.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnderWayTest {

  private final UnderWay underWay = new UnderWay();

  @Test
  void withoutRequestsNothingIsWaitedFor() {
    assertThat(underWay.stop(Duration.ofHours(1))).isZero();
  }

  @Test
  void whatWouldLastIsToldToEndBeforeRequestsAreWaitedFor() {
    CountDownLatch told = new CountDownLatch(1);
    underWay.whenStopping(told::countDown);
    for (int i = 0; i < 3; i++) {
      underWay.begin();
      Thread lasting =
          new Thread(
              () -> {
                try {
                  told.await();
                } catch (InterruptedException e) {
                  return;
                }
                underWay.end();
              });
      lasting.start();
    }
    assertThat(underWay.stop(Duration.ofHours(1))).isZero();
    CountDownLatch late = new CountDownLatch(1);
    underWay.whenStopping(late::countDown);
    assertThat(late.getCount()).isZero();
  }

  @Test
  void theWaitGoesOnUntilTheLastRequestHasEnded() {
    underWay.begin();
    underWay.begin();
    AtomicReference<Thread> waiter = new AtomicReference<>();
    CompletableFuture<Integer> stopped =
        CompletableFuture.supplyAsync(
            () -> {
              waiter.set(Thread.currentThread());
              return underWay.stop(Duration.ofHours(1));
            });
    await().until(() -> isWaiting(waiter.get()));
    underWay.end();
    await().until(() -> isWaiting(waiter.get()));
    assertThat(stopped).isNotDone();
    underWay.end();
    assertThat(stopped).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(0);
  }

  @Test
  void aRequestThatDoesNotEndIsNotWaitedForLongerThanAllowed() {
    underWay.begin();
    assertThat(underWay.stop(Duration.ofMillis(50))).isEqualTo(1);
    Thread.currentThread().interrupt();
    assertThat(underWay.stop(Duration.ofHours(1))).isEqualTo(1);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static boolean isWaiting(Thread thread) {
    return thread != null && thread.getState() == Thread.State.TIMED_WAITING;
  }
}
