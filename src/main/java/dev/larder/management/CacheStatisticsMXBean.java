package dev.larder.management;

import java.util.Map;

/**
 * What {@code GET /stats} says, for JMX: of this node, since the start. {@code -1} stands for what
 * is not known.
 */
public interface CacheStatisticsMXBean {

  /** Returns the kind of store. */
  String getStore();

  /** Returns {@code up}, or what keeps the store from serving. */
  String getState();

  /** Returns the number of look-ups that found a live entry. */
  long getHits();

  /** Returns the number of look-ups that found none. */
  long getMisses();

  /** Returns hits by look-ups, from 0 to 1; {@code NaN} before the first look-up. */
  double getHitRatio();

  /** Returns the number of loaders that ended normally. */
  long getLoads();

  /** Returns the number of loaders that failed. */
  long getLoadFailures();

  /** Returns the time spent in loaders, in milliseconds. */
  long getLoadMillis();

  /** Returns the number of operations that the store could not carry out. */
  long getErrors();

  /** Returns the number of entries removed to make room. */
  long getEvictions();

  /** Returns the number of entries held now. */
  long getEntries();

  /** Returns the bytes held now, overhead included. */
  long getBytes();

  /** Returns further figures of the store and of other parts by name, in base units. */
  Map<String, Double> getGauges();
}
