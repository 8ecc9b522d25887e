/**
 * Tests of the console as people use it: a real Chromium, driven by Playwright, against a running
 * service. It knows the pages by what they say and by their roles, and REST for what stands behind
 * them.
 */
@NullMarked
package dev.larder.console;

import org.jspecify.annotations.NullMarked;
