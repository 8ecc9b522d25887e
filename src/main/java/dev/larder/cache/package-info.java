/**
 * The cache itself: the interface {@link dev.larder.cache.CacheModule} that applications use, the
 * interface {@link dev.larder.cache.CacheStore} that stores implement, and the one implementation
 * of a module over a store. It knows the JDK and nothing else: no server, no Redis, no JSON
 * library.
 */
@NullMarked
package dev.larder.cache;

import org.jspecify.annotations.NullMarked;
