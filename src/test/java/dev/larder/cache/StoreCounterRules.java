package dev.larder.cache;

import static dev.larder.cache.CacheException.Reason.NOT_AN_INTEGER;
import static dev.larder.cache.CacheException.Reason.OVERFLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.cache.CacheException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The contract of stores: counters. */
public interface StoreCounterRules extends StoreRules {

  @Test
  default void aMissingCounterCountsAsZeroAndGetsNoTimeToLive() {
    assertThat(store().increment("n", 1)).isEqualTo(1);
    assertThat(store().increment("", -7)).isEqualTo(-7);
    assertThat(store().increment("zero", 0)).isZero();
    assertThat(read("n")).isEqualTo("1");
    assertThat(read("")).isEqualTo("-7");
    assertThat(read("zero")).isEqualTo("0");
    assertThat(ttl("n")).isEmpty();
  }

  @Test
  default void aCounterKeepsItsTimeToLive() {
    put("n", "41", Duration.ofHours(1));
    elapse(Duration.ofMillis(40));
    assertThat(store().increment("n", 1)).isEqualTo(42);
    assertThat(ttl("n").orElseThrow())
        .isBetween(Duration.ofMinutes(59), Duration.ofHours(1).minusMillis(40));
    put("m", "1", StoreTtlRules.SHORT);
    store().increment("m", 1);
    elapse(StoreTtlRules.PAST_SHORT);
    assertThat(store().exists("m")).isFalse();
    put("forever", "1");
    store().increment("forever", 1);
    assertThat(ttl("forever")).isEmpty();
  }

  @Test
  default void countersReachBothEndsAndPassThroughZero() {
    put("n", "0");
    assertThat(store().increment("n", Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(read("n")).isEqualTo("9223372036854775807");
    assertThat(store().increment("n", -Long.MAX_VALUE)).isZero();
    assertThat(store().increment("n", -1)).isEqualTo(-1);
    assertThat(store().increment("n", -Long.MAX_VALUE)).isEqualTo(Long.MIN_VALUE);
    assertThat(read("n")).isEqualTo("-9223372036854775808");
    assertThat(store().increment("n", Long.MAX_VALUE)).isEqualTo(-1);
    assertThat(store().increment("fresh", Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  default void aCounterThatWouldOverflowIsRefusedAndUnchanged() {
    put("max", "9223372036854775807", Duration.ofHours(1));
    put("min", "-9223372036854775808");
    put("one", "1");
    refused(OVERFLOW, "max", 1);
    refused(OVERFLOW, "max", Long.MAX_VALUE);
    refused(OVERFLOW, "min", -1);
    refused(OVERFLOW, "min", Long.MIN_VALUE);
    refused(OVERFLOW, "one", Long.MAX_VALUE);
    assertThat(ttl("max")).isPresent();
  }

  @Test
  default void onlyCanonicalDecimalsAreCounters() {
    List<String> wrong =
        List.of(
            "",
            "007",
            "00",
            "01",
            "-0",
            "-01",
            "-",
            "+",
            "+5",
            " 5",
            "5 ",
            "5\n",
            "5\u0000",
            "1.0",
            "1e3",
            "0x10",
            "١",
            "٣",
            "５",
            "abc",
            "1_000",
            "1,000",
            "NaN",
            "9223372036854775808",
            "-9223372036854775809",
            "18446744073709551616",
            "1".repeat(300));
    for (String text : wrong) {
      put("n", text, Duration.ofHours(1));
      refused(NOT_AN_INTEGER, "n", 1);
      refused(NOT_AN_INTEGER, "n", -1);
      refused(NOT_AN_INTEGER, "n", 0);
      assertThat(ttl("n")).isPresent();
    }
    for (String text : List.of("0", "1", "-1", "10", "-10", "9223372036854775806")) {
      put("n", text);
      assertThat(store().increment("n", 1)).isEqualTo(Long.parseLong(text) + 1);
    }
  }

  @Test
  default void concurrentIncrementsAreAllCounted() throws Exception {
    put("n", "1000");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Long>> work = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        work.add(
            () -> {
              for (int i = 0; i < 250; i++) {
                store().increment("n", 2);
                store().increment("fresh", -1);
              }
              return 0L;
            });
      }
      for (Future<Long> done : threads.invokeAll(work)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(read("n")).isEqualTo("3000");
    assertThat(read("fresh")).isEqualTo("-1000");
  }

  private void refused(Reason reason, String key, long delta) {
    String before = read(key);
    CacheException refusal =
        catchThrowableOfType(CacheException.class, () -> store().increment(key, delta));
    assertThat(refusal).as("'%s' + %d", before, delta).isNotNull();
    assertThat(refusal.reason()).as("'%s' + %d", before, delta).isEqualTo(reason);
    assertThat(read(key)).isEqualTo(before);
  }
}
