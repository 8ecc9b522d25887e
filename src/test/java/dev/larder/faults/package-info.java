/**
 * Applications with Larder on a real server while what they stand on fails, and while they come and
 * go. It knows the public API that an application uses, and the servers of {@code testing}.
 */
@NullMarked
package dev.larder.faults;

import org.jspecify.annotations.NullMarked;
