package dev.larder.requirements;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the requirements' copy in the cache, for metrics and health. Immutable.
 *
 * @param inStep whether the last publication succeeded and none is under way
 * @param publications publications since start that succeeded
 * @param failures publications since start that failed
 * @param drifts times that a row was seen whose hash was not its content's
 * @param copyDrifts times since start that the regular look found the copy other than the row says,
 *     though this process had nothing to publish; every kind is a key. Each was repaired at once,
 *     or counts among the failures. A change that was committed and about to be published at that
 *     moment, by this process or another one, is counted as well.
 * @param checkedAt the end of the last regular look after which the copy was as it should be; empty
 *     before the first
 */
public record RequirementsStatus(
    boolean inStep,
    long publications,
    long failures,
    long drifts,
    Map<CopyDrift, Long> copyDrifts,
    Optional<Instant> checkedAt) {

  /** Copies the map. */
  public RequirementsStatus {
    copyDrifts = Map.copyOf(copyDrifts);
  }
}
