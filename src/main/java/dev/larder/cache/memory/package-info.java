/**
 * The store that keeps its entries in the memory of the JVM, bounded in bytes, on Caffeine. It
 * knows {@link dev.larder.cache} and Caffeine, and nothing of configuration, servers or other
 * stores.
 */
@NullMarked
package dev.larder.cache.memory;

import org.jspecify.annotations.NullMarked;
