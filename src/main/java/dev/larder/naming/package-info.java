/**
 * What the server manages and an operator names, by the server's own directory (Jakarta EE
 * Platform, "Resources, Naming, and Injection"). It knows the JDK and nothing else.
 */
@NullMarked
package dev.larder.naming;

import org.jspecify.annotations.NullMarked;
