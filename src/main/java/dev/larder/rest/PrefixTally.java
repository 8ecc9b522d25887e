package dev.larder.rest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The look-ups over REST of accounts that are confined to a prefix, since the start: what such an
 * account may know of the statistics. One for each prefix of the configuration. Thread-safe.
 */
@ApplicationScoped
public class PrefixTally {

  /**
   * The look-ups under a prefix.
   *
   * @param hits that found a live entry
   * @param misses that found none
   */
  public record LookUps(long hits, long misses) {}

  private record Counts(LongAdder hits, LongAdder misses) {}

  private final ConcurrentMap<String, Counts> byPrefix = new ConcurrentHashMap<>();

  /** Counts look-ups; those of accounts without a prefix, which is empty then, are not counted. */
  public void count(String prefix, long hits, long misses) {
    if (!prefix.isEmpty()) {
      Counts counts =
          byPrefix.computeIfAbsent(prefix, unused -> new Counts(new LongAdder(), new LongAdder()));
      counts.hits().add(hits);
      counts.misses().add(misses);
    }
  }

  /** Returns the look-ups under a prefix. */
  public LookUps of(String prefix) {
    Counts counts = byPrefix.get(prefix);
    return counts == null
        ? new LookUps(0, 0)
        : new LookUps(counts.hits().sum(), counts.misses().sum());
  }
}
