/**
 * The cache's interface and the interface that a store implements. It knows the JDK and JSpecify,
 * and nothing of servers, JSON or any particular store.
 */
@NullMarked
package dev.larder.cache;

import org.jspecify.annotations.NullMarked;
