/**
 * The wiring for CDI: it reads the configuration, checks it before anything starts, and produces
 * the cache. It is the only place that names the stores.
 */
@NullMarked
package dev.larder.cdi;

import org.jspecify.annotations.NullMarked;
