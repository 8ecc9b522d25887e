package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.CacheStats;
import dev.larder.cache.StoreStatus;
import dev.larder.rest.Latencies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SampleMakerTest {

  private static final Instant NOW = Instant.ofEpochMilli(1_767_225_600_900L);

  private final Latencies latencies = new Latencies();
  private CacheStats stats = stats(3, OptionalLong.empty());

  @Test
  void aSampleHasTheFiguresOfTheCacheAndTheSecondItWasTaken() {
    stats = stats(4, OptionalLong.of(560));
    Sample sample = maker().next();
    assertThat(sample.at()).isEqualTo(1_767_225_600L);
    assertThat(sample.hits()).isEqualTo(4);
    assertThat(sample.misses()).isEqualTo(1);
    assertThat(sample.loads()).isEqualTo(2);
    assertThat(sample.errors()).isEqualTo(5);
    assertThat(sample.bytes()).isEqualTo(560);
  }

  @Test
  void whatIsNotKnownIsNotGuessed() {
    Sample sample = maker().next();
    assertThat(sample.bytes()).isNull();
    assertThat(sample.entries()).isNull();
    assertThat(sample.evictions()).isNull();
    assertThat(sample.p50()).isNull();
  }

  @Test
  void timesAreOfTheRequestsSinceTheSampleBefore() {
    latencies.add(Duration.ofSeconds(9).toNanos());
    SampleMaker maker = maker();
    for (int i = 0; i < 99; i++) {
      latencies.add(Duration.ofMillis(1).toNanos());
    }
    latencies.add(Duration.ofMillis(500).toNanos());
    Sample first = maker.next();
    assertThat(first.requests()).isEqualTo(101);
    assertThat(first.p50()).isBetween(1.0, 1.13);
    assertThat(first.p99()).isBetween(1.0, 1.13);
    Sample second = maker.next();
    assertThat(second.requests()).isEqualTo(101);
    assertThat(second.p99()).isNull();
  }

  private SampleMaker maker() {
    return new SampleMaker(() -> stats, latencies::snapshot, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static CacheStats stats(long hits, OptionalLong bytes) {
    return new CacheStats(
        hits,
        1,
        2,
        0,
        Duration.ZERO,
        5,
        OptionalLong.empty(),
        OptionalLong.empty(),
        bytes,
        new StoreStatus(
            StoreStatus.UP, OptionalLong.empty(), bytes, OptionalLong.empty(), Map.of()));
  }
}
