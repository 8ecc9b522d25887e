package dev.larder.requirements;

/**
 * What is known of the requirements' copy in the cache, for metrics and health.
 *
 * @param inStep whether the last publication succeeded and none is under way
 * @param publications publications since start that succeeded
 * @param failures publications since start that failed
 * @param drifts times that a row was seen whose hash was not its content's
 */
public record RequirementsStatus(boolean inStep, long publications, long failures, long drifts) {}
