package dev.larder.rest;

import java.util.Map;

/**
 * Figures that a part of the service offers to statistics and health, which know nothing of the
 * part. A bean; thread-safe, and quick: it asks nobody over a network.
 */
public interface Gauges {

  /** Returns the figures by name, such as {@code requirements.drifts}, in base units. */
  Map<String, Double> gauges();
}
