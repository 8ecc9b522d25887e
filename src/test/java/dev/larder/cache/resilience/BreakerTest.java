package dev.larder.cache.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Breaker breaker = new Breaker(3, nanos::get);

  @Test
  void itOpensAfterSoManyOutagesInARow() {
    assertThat(breaker.away(breaker.enter())).isFalse();
    assertThat(breaker.away(breaker.enter())).isFalse();
    assertThat(breaker.isOpen()).isFalse();
    assertThat(breaker.away(breaker.enter())).isTrue();
    assertThat(breaker.isOpen()).isTrue();
    assertThat(breaker.enter()).isEqualTo(Breaker.OPEN);
    assertThat(breaker.openings()).isEqualTo(1);
  }

  @Test
  void anAnswerBetweenStartsTheCountAgain() {
    for (int i = 0; i < 20; i++) {
      assertThat(breaker.away(breaker.enter())).isFalse();
      assertThat(breaker.away(breaker.enter())).isFalse();
      breaker.answered(breaker.enter());
    }
    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void callsThatBeganBeforeItOpenedOrClosedCountNoMore() {
    long before = breaker.enter();
    assertThat(breaker.open()).isTrue();
    assertThat(breaker.close()).isTrue();
    for (int i = 0; i < 10; i++) {
      assertThat(breaker.away(before)).isFalse();
    }
    long now = breaker.enter();
    assertThat(breaker.away(now)).isFalse();
    assertThat(breaker.away(now)).isFalse();
    breaker.answered(before);
    assertThat(breaker.away(now)).isTrue();
  }

  @Test
  void anAnswerDoesNotCloseIt() {
    long before = breaker.enter();
    assertThat(breaker.open()).isTrue();
    breaker.answered(before);
    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void toOpenOrCloseItTwiceIsOnce() {
    assertThat(breaker.close()).isFalse();
    assertThat(breaker.open()).isTrue();
    assertThat(breaker.open()).isFalse();
    assertThat(breaker.close()).isTrue();
    assertThat(breaker.close()).isFalse();
    assertThat(breaker.openings()).isEqualTo(1);
  }

  @Test
  void itTellsForHowLongItHasBeenAsItIsAlsoWhenTheClockWraps() {
    nanos.addAndGet(10);
    assertThat(breaker.unchangedNanos()).isEqualTo(10);
    assertThat(breaker.open()).isTrue();
    nanos.addAndGet(7);
    assertThat(breaker.unchangedNanos()).isEqualTo(7);
  }
}
