package dev.larder.management;

import dev.larder.cache.CacheStats;
import java.util.Map;

/**
 * What statistics and health say at one moment: the meters of one scrape are of the same.
 *
 * @param store the name of the store
 * @param stats of the cache
 * @param figures of all parts, by name
 * @param database whether the database answers
 */
record Seen(String store, CacheStats stats, Map<String, Double> figures, boolean database) {}
