package dev.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatenciesTest {

  private final Latencies latencies = new Latencies();

  @Test
  void withoutRequestsThereIsNoQuantile() {
    assertThat(latencies.snapshot().millis(0.99)).isEmpty();
    assertThat(latencies.snapshot().count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        7,
        8,
        9,
        15,
        16,
        17,
        1_000,
        123_456,
        59_999_999,
        3_600_000_000L,
        8_589_934_591L
      })
  void aDurationIsNeverShownTooShortAndAtMostAnEighthTooLong(long micros) {
    latencies.add(TimeUnit.MICROSECONDS.toNanos(micros));
    double shown = latencies.snapshot().millis(1).orElseThrow() * 1_000;
    assertThat(shown).isBetween((double) micros, Math.max(micros + 1, micros * 1.125 + 1));
  }

  @Test
  void whatIsLongerThanItsLastBucketIsCountedThere() {
    latencies.add(Long.MAX_VALUE);
    latencies.add(-1);
    assertThat(latencies.snapshot().count()).isEqualTo(2);
    assertThat(latencies.snapshot().millis(1).orElseThrow()).isGreaterThan(8_000_000);
  }

  @Test
  void quantilesAreThoseOfTheSortedDurations() {
    Random random = new Random(1);
    long[] micros = random.longs(10_000, 1, 2_000_000).toArray();
    for (long each : micros) {
      latencies.add(TimeUnit.MICROSECONDS.toNanos(each));
    }
    Arrays.sort(micros);
    for (double share : new double[] {0.001, 0.5, 0.95, 0.99, 1}) {
      double exact = micros[(int) Math.ceil(share * micros.length) - 1] / 1e3;
      assertThat(latencies.snapshot().millis(share).orElseThrow())
          .as("%s", share)
          .isBetween(exact, exact * 1.13 + 0.001);
    }
  }

  @Test
  void aSnapshotSinceAnEarlierOneHasOnlyWhatCameBetween() {
    latencies.add(TimeUnit.SECONDS.toNanos(10));
    Latencies.Snapshot before = latencies.snapshot();
    latencies.add(TimeUnit.MILLISECONDS.toNanos(1));
    Latencies.Snapshot between = latencies.snapshot().since(before);
    assertThat(between.count()).isEqualTo(1);
    assertThat(between.millis(1).orElseThrow()).isLessThan(2);
    assertThat(before.count()).isEqualTo(1);
  }
}
