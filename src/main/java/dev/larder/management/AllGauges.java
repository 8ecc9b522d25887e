package dev.larder.management;

import dev.larder.cache.StoreStatus;
import dev.larder.rest.Gauges;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;

/** The figures of all parts of the service. */
@ApplicationScoped
class AllGauges {

  @Inject Instance<Gauges> parts;

  /** Returns the figures of a store and of all parts, in the order of their names. */
  Map<String, Double> with(StoreStatus store) {
    Map<String, Double> all = new TreeMap<>(store.gauges());
    for (Gauges part : parts) {
      all.putAll(part.gauges());
    }
    return all;
  }
}
