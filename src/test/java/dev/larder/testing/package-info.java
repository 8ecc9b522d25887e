/**
 * What the tests stand on: real servers as child processes, and a plain HTTP client. It knows how
 * the built WAR is started and spoken to, and nothing of Larder's classes.
 */
@NullMarked
package dev.larder.testing;

import org.jspecify.annotations.NullMarked;
