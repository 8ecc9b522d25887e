package dev.larder.cache;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * A snapshot of a module's statistics since it was started. What is not known is empty, never
 * guessed: Redis cannot say how many of its keys are ours without reading them all.
 *
 * @param hits look-ups that found a live entry
 * @param misses look-ups that found none
 * @param loads loaders that ended normally
 * @param loadFailures loaders that threw
 * @param loadTime the time spent in loaders, both kinds
 * @param errors operations that the store could not carry out
 * @param evictions entries removed to make room
 * @param entries entries held now
 * @param bytes bytes held now, overhead included
 * @param store what the store says of itself
 */
public record CacheStats(
    long hits,
    long misses,
    long loads,
    long loadFailures,
    Duration loadTime,
    long errors,
    OptionalLong evictions,
    OptionalLong entries,
    OptionalLong bytes,
    StoreStatus store) {}
