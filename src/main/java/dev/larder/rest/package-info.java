/**
 * What every REST resource of the service stands on: the application, problem documents, limits,
 * the JSON provider, and the strict reading of keys, TTLs and query strings. It knows the cache's
 * interface and JAX-RS, and none of the features.
 */
@NullMarked
package dev.larder.rest;

import org.jspecify.annotations.NullMarked;
