/**
 * Stored responses, their variants, and the generations that invalidate them, over a cache module.
 * It may know {@code http} and {@code cache}; what is stored and reused is the policy's business.
 */
@NullMarked
package dev.larder.http.storage;

import org.jspecify.annotations.NullMarked;
