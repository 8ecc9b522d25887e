/**
 * Runs the public conformance suite for HTTP caches against an application that embeds Larder, and
 * judges the results as the suite does. It knows npm's package of the suite and its origin among
 * the resources of the sample, and nothing of Larder's classes.
 */
@NullMarked
package dev.larder.http.conformance;

import org.jspecify.annotations.NullMarked;
