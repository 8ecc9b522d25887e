/**
 * The OpenAPI document against the code, and against a running service: what is documented is there
 * and nothing else, and every documented answer is provoked.
 */
@NullMarked
package dev.larder.openapi;

import org.jspecify.annotations.NullMarked;
