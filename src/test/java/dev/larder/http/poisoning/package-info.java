/**
 * Requests that are made to spoil what others get: each is followed by a plain request on another
 * connection, whose answer must be as if the first had never been.
 */
@NullMarked
package dev.larder.http.poisoning;

import org.jspecify.annotations.NullMarked;
