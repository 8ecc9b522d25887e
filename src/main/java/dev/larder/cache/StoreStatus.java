package dev.larder.cache;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What a store knows of itself at one moment, for health and gauges.
 *
 * @param state one word, such as {@code up}; {@code degraded} when the last call could not reach it
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

  /** Copies the map. */
  public StoreStatus {
    gauges = Map.copyOf(gauges);
  }
}
