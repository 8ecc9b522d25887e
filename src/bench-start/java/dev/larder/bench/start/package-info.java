/**
 * How long larder.jar takes to its first answer, next to an empty application on the same server.
 */
@NullMarked
package dev.larder.bench.start;

import org.jspecify.annotations.NullMarked;
