/**
 * Tests of what holds for the code as a whole: who may import whom, the public API, the embeddable
 * jar. It knows the class files and the built artifacts, and runs nothing of them.
 */
@NullMarked
package dev.larder.architecture;

import org.jspecify.annotations.NullMarked;
