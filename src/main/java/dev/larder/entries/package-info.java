/**
 * The REST resources of the cache's operations: entries, bulk, keys and counters. It knows the
 * cache's interface, the REST package and who is asking, and no store.
 */
@NullMarked
package dev.larder.entries;

import org.jspecify.annotations.NullMarked;
