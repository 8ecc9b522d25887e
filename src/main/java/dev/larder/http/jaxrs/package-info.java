/**
 * The response cache inside JAX-RS: one dynamic feature and thin filters, a servlet filter in front
 * of them, and the refresh in the background. It translates between JAX-RS and the policy of {@code
 * http}, and decides nothing about caching itself.
 */
@NullMarked
package dev.larder.http.jaxrs;

import org.jspecify.annotations.NullMarked;
