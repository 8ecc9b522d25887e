/** The pages in {@code server-config}, followed to the letter on fresh servers. */
@NullMarked
package dev.larder.servers;

import org.jspecify.annotations.NullMarked;
