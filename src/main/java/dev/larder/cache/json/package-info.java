/**
 * The JSON form of cached values, by Jackson. It knows the cache's interfaces and Jackson, and
 * neither stores nor servers.
 */
@NullMarked
package dev.larder.cache.json;

import org.jspecify.annotations.NullMarked;
