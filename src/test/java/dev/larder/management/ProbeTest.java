package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProbeTest {

  private static final Duration BOUND = Duration.ofMillis(200);

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicLong now = new AtomicLong();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void aResultHoldsForAShortWhile() {
    Probe<Integer> probe = probe(looks::incrementAndGet);
    assertThat(probe.result()).isEqualTo(1);
    assertThat(probe.result()).isEqualTo(1);
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(probe.result()).isEqualTo(2);
  }

  @Test
  void whatFailsOrIsRefusedIsTheOtherResult() {
    assertThat(
            probe(
                    () -> {
                      throw new IllegalStateException("away");
                    })
                .result())
        .isEqualTo(-1);
    Probe<Integer> refused =
        new Probe<>(
            () -> 1,
            -1,
            task -> {
              throw new RejectedExecutionException();
            },
            BOUND,
            Duration.ZERO,
            now::get);
    assertThat(refused.result()).isEqualTo(-1);
  }

  @Test
  void aLookThatHangsTakesOneThreadWhoeverAsksAndIsUsedWhenItEnds() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    Probe<Integer> probe =
        probe(
            () -> {
              looks.incrementAndGet();
              try {
                hanging.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return 7;
            });
    List<Future<Integer>> asking = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      asking.add(executor.submit(probe::result));
    }
    for (Future<Integer> answer : asking) {
      assertThat(answer.get()).isEqualTo(-1);
    }
    assertThat(looks).hasValue(1);
    // Its bound is over by now: nobody waits for it any more.
    now.addAndGet(BOUND.toNanos());
    assertThat(probe.result()).isEqualTo(-1);
    assertThat(looks).hasValue(1);
    hanging.countDown();
    org.awaitility.Awaitility.await().until(() -> probe.result() == 7);
  }

  private Probe<Integer> probe(Supplier<Integer> look) {
    return new Probe<>(look, -1, executor, BOUND, Duration.ofSeconds(1), now::get);
  }
}
