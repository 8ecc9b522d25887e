/**
 * The HTTP response cache without servers: annotations, the caching policy of RFC 9111 as pure
 * functions, and the form in which a response is stored. It may know {@code cache}, and neither
 * JAX-RS nor a store.
 */
@NullMarked
package dev.larder.http;

import org.jspecify.annotations.NullMarked;
