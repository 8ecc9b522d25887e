package dev.larder.cache;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Who does Larder's work in the background: refreshes, waits with a bound, publications, samples.
 * The threads belong to whoever made the executors, as a rule the server; Larder never shuts them
 * down. Immutable, and thread-safe as the executors are.
 *
 * @param executor runs tasks as soon as it has a thread
 * @param scheduler runs tasks later, or again and again
 */
public record BackgroundExecutors(ExecutorService executor, ScheduledExecutorService scheduler) {}
