package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.Test;

class ReconcilerTest {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /** A task that was planned; the test decides when it runs. */
  private record Planned(Runnable task, long millis, boolean[] cancelled) {}

  private final List<Planned> planned = new ArrayList<>();
  private boolean well = true;
  private int looks;
  private Runnable during = () -> {};

  private final Reconciler reconciler = reconciler(INTERVAL);

  private Reconciler reconciler(Duration interval) {
    return new Reconciler(
        () -> {
          looks++;
          during.run();
          return well;
        },
        scheduler(),
        interval);
  }

  private ScheduledExecutorService scheduler() {
    return (ScheduledExecutorService)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ScheduledExecutorService.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("schedule");
              boolean[] cancelled = new boolean[1];
              planned.add(new Planned((Runnable) arguments[0], (Long) arguments[1], cancelled));
              return future(cancelled);
            });
  }

  private static ScheduledFuture<?> future(boolean[] cancelled) {
    return (ScheduledFuture<?>)
        Proxy.newProxyInstance(
            ReconcilerTest.class.getClassLoader(),
            new Class<?>[] {ScheduledFuture.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("cancel");
              cancelled[0] = true;
              return true;
            });
  }

  private Planned last() {
    return planned.get(planned.size() - 1);
  }

  private long runLast() {
    last().task().run();
    return last().millis();
  }

  @Test
  void itLooksEveryIntervalWhileAllIsWell() {
    reconciler.start();
    assertThat(last().millis()).isEqualTo(10_000);
    assertThat(runLast()).isEqualTo(10_000);
    assertThat(runLast()).isEqualTo(10_000);
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void afterFailuresItLooksInOneTwoFourSecondsUpToTheInterval() {
    reconciler.start();
    well = false;
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      delays.add(runLast());
    }
    assertThat(delays).startsWith(1_000L, 2_000L, 4_000L, 8_000L, 10_000L).endsWith(10_000L);
    well = true;
    assertThat(runLast()).isEqualTo(10_000);
    well = false;
    assertThat(runLast()).isEqualTo(1_000);
  }

  @Test
  void aFailedPublicationIsTriedAgainSoon() {
    reconciler.start();
    reconciler.published(false);
    assertThat(planned.get(0).cancelled()[0]).isTrue();
    assertThat(last().millis()).isEqualTo(1_000);
    reconciler.published(false);
    assertThat(last().millis()).isEqualTo(2_000);
  }

  @Test
  void aFailureWhileItLooksIsNotForgotten() {
    reconciler.start();
    during = () -> reconciler.published(false);
    assertThat(runLast()).isEqualTo(1_000);
  }

  @Test
  void whoAsksWhileItLooksIsServedByAnotherLook() {
    reconciler.start();
    during = reconciler::lookNow;
    assertThat(runLast()).isZero();
    during = () -> {};
    assertThat(runLast()).isEqualTo(10_000);
  }

  @Test
  void aPlanThatWasReplacedDoesNothingWhenItRunsAllTheSame() {
    reconciler.start();
    Planned replaced = last();
    reconciler.lookNow();
    replaced.task().run();
    assertThat(looks).isZero();
    runLast();
    assertThat(looks).isEqualTo(1);
  }

  @Test
  void anErrorOfTheProgramDoesNotEndIt() {
    reconciler.start();
    during =
        () -> {
          throw new IllegalStateException("a bug");
        };
    assertThat(runLast()).isEqualTo(1_000);
  }

  @Test
  void closedItLooksNoMore() {
    reconciler.start();
    Planned plan = last();
    reconciler.close();
    assertThat(plan.cancelled()[0]).isTrue();
    plan.task().run();
    reconciler.lookNow();
    reconciler.published(false);
    assertThat(looks).isZero();
    assertThat(planned).hasSize(1);
  }

  @Test
  void aLongIntervalIsWaitedForInShortStepsSinceSchedulersKeepWhatIsCancelled() {
    Reconciler seldom = reconciler(Duration.ofSeconds(25));
    seldom.start();
    assertThat(last().millis()).isEqualTo(10_000);
    assertThat(runLast()).isEqualTo(10_000);
    assertThat(runLast()).isEqualTo(5_000);
    assertThat(looks).isZero();
    assertThat(runLast()).isEqualTo(10_000);
    assertThat(looks).isEqualTo(1);
    Planned replaced = last();
    seldom.lookNow();
    int plans = planned.size();
    replaced.task().run();
    assertThat(planned).hasSize(plans);
    seldom.close();
    last().task().run();
    assertThat(looks).isEqualTo(1);
  }
}
