/**
 * Benchmarks: Larder against what somebody would write without it, in the same run. It may know
 * everything, and nothing knows it.
 *
 * <p>To add a pair, write two JMH methods that do the same work in one class, one with Larder and
 * one without, and put {@link dev.larder.bench.Compared} on the one with Larder. Whether they run,
 * in which mode and how often is {@link dev.larder.bench.Benchmarks}' business; states, parameters
 * and threads are the class's own.
 */
@NullMarked
package dev.larder.bench;

import org.jspecify.annotations.NullMarked;
