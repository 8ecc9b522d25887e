/**
 * The near tier: copies in the memory of the JVM of what a remote store holds, kept fresh by a
 * {@link dev.larder.cache.ChangeFeed}. It knows {@link dev.larder.cache} and Caffeine, and nothing
 * of Redis, configuration or servers.
 */
@NullMarked
package dev.larder.cache.tiered;

import org.jspecify.annotations.NullMarked;
