package dev.larder.cache;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What a store knows of itself at one moment, for health and gauges.
 *
 * @param state one word: {@link #UP}, {@link #DEGRADED} when the store could not be reached, or
 *     another one of the store's own
 * @param entries entries held, or empty when not known
 * @param bytes bytes held, overhead included, or empty when not known
 * @param evictions entries removed to make room, or empty when not known
 * @param gauges further figures by name, in base units, such as {@code pool.active}
 */
public record StoreStatus(
    String state,
    OptionalLong entries,
    OptionalLong bytes,
    OptionalLong evictions,
    Map<String, Double> gauges) {

  /** The state of a store that serves. */
  public static final String UP = "up";

  /** The state of a store that could not be reached last, or is not asked. */
  public static final String DEGRADED = "degraded";

  /** Copies the map. */
  public StoreStatus {
    gauges = Map.copyOf(gauges);
  }
}
