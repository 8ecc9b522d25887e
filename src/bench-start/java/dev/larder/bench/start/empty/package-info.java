/** An application that does next to nothing: one entity in H2, one resource that asks for it. */
@NullMarked
package dev.larder.bench.start.empty;

import org.jspecify.annotations.NullMarked;
