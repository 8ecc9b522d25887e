package dev.larder.management;

import org.jspecify.annotations.Nullable;

/**
 * The figures of one moment. Those of the cache are since its start, and {@code null} when not
 * known; the times are of the requests since the sample before, and {@code null} when there were
 * none.
 *
 * @param at when, in seconds since 1970
 * @param hits look-ups that found a live entry
 * @param misses look-ups that found none
 * @param loads loaders that ended normally
 * @param errors operations that the store could not carry out
 * @param evictions entries removed to make room
 * @param entries entries held
 * @param bytes bytes held, overhead included
 * @param requests requests to the API since its start
 * @param p50 the time in milliseconds that half of the requests did not exceed
 * @param p95 that 95 % did not exceed
 * @param p99 that 99 % did not exceed
 */
record Sample(
    long at,
    long hits,
    long misses,
    long loads,
    long errors,
    @Nullable Long evictions,
    @Nullable Long entries,
    @Nullable Long bytes,
    long requests,
    @Nullable Double p50,
    @Nullable Double p95,
    @Nullable Double p99) {}
