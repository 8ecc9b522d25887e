/**
 * What keeps an application working while its remote store is away: a breaker, and a journal of the
 * removals that could not be carried out, as a decorator of a store. It knows the interfaces of
 * {@code dev.larder.cache} and files, and no store in particular.
 */
@NullMarked
package dev.larder.cache.resilience;

import org.jspecify.annotations.NullMarked;
