/**
 * Hostile requests made from the OpenAPI document by a seed, and what a service makes of them. It
 * knows the document and raw connections, and nothing of Larder's classes.
 */
@NullMarked
package dev.larder.fuzz;

import org.jspecify.annotations.NullMarked;
