package dev.larder.management;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * The upper ends of the buckets of the histograms. They are few and fixed: what Micrometer would
 * choose for percentiles is about seventy for each series.
 */
final class Buckets {

  private Buckets() {}

  /** Of a store: a memory store answers within microseconds, a Redis gives up after seconds. */
  static Duration[] ofStore() {
    return micros(
        100,
        250,
        500,
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000);
  }

  /** Of requests. */
  static Duration[] ofRequests() {
    return micros(
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000);
  }

  /** Of loaders, which do whatever an application does. */
  static Duration[] ofLoads() {
    return micros(
        1_000,
        5_000,
        10_000,
        50_000,
        100_000,
        500_000,
        1_000_000,
        5_000_000,
        10_000_000,
        30_000_000,
        60_000_000);
  }

  private static Duration[] micros(long... ends) {
    return LongStream.of(ends)
        .mapToObj(end -> Duration.ofNanos(end * 1_000))
        .toArray(Duration[]::new);
  }
}
