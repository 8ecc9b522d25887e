/**
 * The store on Redis, one server, behind Sentinel or a Cluster, over the protocol part of Jedis. It
 * knows the interfaces of {@code dev.larder.cache} and Redis, and nothing of configuration sources,
 * servers or JSON.
 */
@NullMarked
package dev.larder.cache.redis;

import org.jspecify.annotations.NullMarked;
